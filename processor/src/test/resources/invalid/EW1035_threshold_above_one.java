// error: EW1035, on its page
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Prices {
  @Idempotent
  @Cached(semantic = true, similarityThreshold = 1.5)
  double price(String article); // <- here
}
