// error: EW1032
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Prices {
  @Cached
  void note(String article); // <- here
}
