// error: EW2001
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Watch {
  Alerts watch(String door);

  record Alerts(java.util.stream.Stream<String> alerts) {} // <- here
}
