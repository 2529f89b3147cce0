// error: EW1027
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Vision {
  @Batched(timeout = "a while")
  List<String> find(List<String> frames); // <- here
}
