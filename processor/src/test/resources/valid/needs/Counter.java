package needs;

import dev.edgewise.annotations.EdgeService;
import dev.edgewise.annotations.Needs;

/** In class form. */
public class Counter {
  /** Small enough for a camera. */
  @EdgeService
  @Needs(accelerator = "npu", memory = "512MiB")
  public int people(byte[] picture) {
    return picture.length;
  }

  /** Anywhere. */
  @EdgeService
  public int bytes(byte[] picture) {
    return picture.length;
  }
}
