// error: EW3010
// lock: edgewise.lock 1
// lock: message wrong.AgainstTakeRequest
// lock:   1 x int32
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Against {
  void take(
      @Field(5) int x); // <- here
}
