// error: EW1036, on its page
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Prices {
  @Cached(maxFalseHitRate = 0.02)
  double price(String article); // <- here
}
