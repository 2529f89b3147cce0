// error: EW1010
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Timed {
  @Deadline("2 seconds")
  void work(); // <- here
}
