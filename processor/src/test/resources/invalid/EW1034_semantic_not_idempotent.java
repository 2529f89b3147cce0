// error: EW1034, on its page
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Prices {
  @Cached(semantic = true)
  double price(String article); // <- here
}
