// error: EW1035
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Prices {
  @Idempotent
  @Cached(semantic = true, similarityThreshold = Double.NaN)
  double price(String article); // <- here
}
