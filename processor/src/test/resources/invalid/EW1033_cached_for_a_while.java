// error: EW1033, on its page
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Prices {
  @Cached(ttl = "a while")
  double price(String article); // <- here
}
