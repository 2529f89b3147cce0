// error: EW1006
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Models {
  void load(String model) throws Odd; // <- here

  final class Odd extends Throwable {}
}
