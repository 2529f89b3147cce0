// note: EW3008
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Unlocked {
  void take(int x);
}
