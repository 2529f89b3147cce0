// error: EW3003
// lock: edgewise.lock 1
// lock: message wrong.Changed_Frame
// lock:   1 cam int64
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Changed {
  void take(Frame frame);

  record Frame(
      String cam) {} // <- here
}
