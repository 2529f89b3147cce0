package resumable;

import dev.edgewise.annotations.CloudService;
import dev.edgewise.annotations.Idempotent;
import dev.edgewise.annotations.Resumable;
import java.util.stream.Stream;

/** The class form. */
public class Songs {
  /** Line by line. */
  @CloudService
  @Resumable
  @Idempotent
  public Stream<String> sing(int lines) {
    return Stream.iterate("la", line -> line + " la").limit(lines);
  }
}
