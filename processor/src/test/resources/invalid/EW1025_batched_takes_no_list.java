// error: EW1025
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Vision {
  @Batched
  List<String> find(String frame); // <- here
}
