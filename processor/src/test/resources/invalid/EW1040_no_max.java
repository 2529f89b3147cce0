// error: EW1040
package wrong;

import dev.edgewise.annotations.*;

@CloudService
interface Vision {
  @CloudService(scale = @Scale(min = 1))
  int count(String path); // <- here
}
