// error: EW3007
// lock: edgewise.lock 1
// lock: message wrong.BrokenTakeRequest
// lock:   one x int32
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Broken {
  void take(int x);
}
