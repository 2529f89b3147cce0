// error: EW3011
// lock: edgewise.lock 1
// lock: message wrong.WatchWatchRequest
// lock:   1 door string
// lock: message wrong.WatchWatchResponse
// lock:   1 result string
// lock: service wrong.Watch
// lock:   watch unary idempotent
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Watch {
  java.util.stream.Stream<String> watch(String door); // <- here
}
