// note: EW3001, on its page
// lock: edgewise.lock 1
// lock: message wrong.NumberedTakeRequest
// lock:   1 old int32
// lock: message wrong.NumberedTakeResponse
// lock: service wrong.Numbered
// lock:   take unary
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Numbered {
  void take(
      int old,
      int fresh); // <- here
}
