// error: EW1029
package wrong;

import dev.edgewise.annotations.*;

@CloudService
@Needs(accelerator = "")
interface Vision { // <- here
  int index(byte[] frame);

  int find(byte[] frame);
}
