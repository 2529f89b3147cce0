// error: EW3002
// lock: edgewise.lock 1
// lock: message wrong.Removed_Frame
// lock:   1 cam string
// lock:   2 exposure int32
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Removed {
  void take(Frame frame);

  record Frame(String cam) {} // <- here
}
