// error: EW1029, on its page
package wrong;

import dev.edgewise.annotations.*;

@CloudService
interface Vision {
  @Needs(accelerator = "NVIDIA T4")
  int index(byte[] frame); // <- here
}
