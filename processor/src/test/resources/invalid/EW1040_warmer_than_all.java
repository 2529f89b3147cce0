// error: EW1040
package wrong;

import dev.edgewise.annotations.*;

class Vision {
  @CloudService(scale = @Scale(max = 2, warm = 3))
  public int count(String path) { // <- here
    return path.length();
  }
}
