// error: EW1035
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Prices {
  @Idempotent
  @Cached(semantic = true, maxFalseHitRate = 1)
  double price(String article); // <- here
}
