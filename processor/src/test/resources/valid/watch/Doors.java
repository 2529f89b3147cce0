package watch;

import dev.edgewise.annotations.CloudService;
import dev.edgewise.annotations.EdgeService;
import java.util.stream.Stream;

/** The class form, with a stream and an exception. */
public class Doors {
  /** One after another. */
  @EdgeService(spill = true)
  public Stream<String> doors(int first) throws DoorTrouble {
    return Stream.of("front", "back").skip(first);
  }

  @CloudService
  void shut(String door) throws DoorTrouble {
    throw new DoorTrouble(door, 1);
  }
}
