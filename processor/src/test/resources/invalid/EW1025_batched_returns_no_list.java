// error: EW1025, on its page
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Vision {
  @Batched
  String find(List<String> frames); // <- here
}
