// error: EW1036
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Prices {
  @Cached(similarityThreshold = 0.9)
  double price(String article); // <- here
}
