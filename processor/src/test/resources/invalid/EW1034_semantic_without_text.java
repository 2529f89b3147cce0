// error: EW1034
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Prices {
  @Idempotent
  @Cached(semantic = true)
  double price(int article); // <- here
}
