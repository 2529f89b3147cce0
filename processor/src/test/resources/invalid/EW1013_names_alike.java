// error: EW1013
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Alike {
  void doWork();

  void do_work(); // <- here
}
