package scaled;

import dev.edgewise.annotations.CloudService;
import dev.edgewise.annotations.Scale;

/** In class form. */
public class Counter {
  /** Where there is more of everything. */
  @CloudService(scale = @Scale(max = 2))
  public int people(byte[] picture) {
    return picture.length;
  }
}
