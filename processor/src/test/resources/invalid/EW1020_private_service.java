// error: EW1020
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

class Outer {
  @EdgeService
  private interface Hidden { // <- here
    void work();
  }
}
