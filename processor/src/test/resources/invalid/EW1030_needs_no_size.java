// error: EW1030, on its page
package wrong;

import dev.edgewise.annotations.*;

@CloudService
interface Vision {
  @Needs(accelerator = "gpu", memory = "much")
  int index(byte[] frame); // <- here
}
