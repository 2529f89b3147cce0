// error: EW1040
package wrong;

import dev.edgewise.annotations.*;

@CloudService
interface Vision {
  @CloudService(scale = @Scale(max = 1001))
  int count(String path); // <- here
}
