// error: EW1032
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Prices {
  @Batched
  @Cached
  List<Double> prices(List<String> articles); // <- here
}
