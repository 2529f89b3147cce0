// error: EW1030
package wrong;

import dev.edgewise.annotations.*;

@CloudService
interface Vision {
  @Needs(accelerator = "gpu", memory = "99999999TiB")
  int index(byte[] frame); // <- here
}
