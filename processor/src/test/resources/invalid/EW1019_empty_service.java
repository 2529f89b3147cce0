// error: EW1019
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Nothing { // <- here
  static void helper() {}
}
