// error: EW3009
// lock: edgewise.lock 1
// lock: service wrong.Fewer
// lock:   give unary
// lock:   take unary
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Fewer { // <- here
  void take(int x);
}
