// error: EW1036
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Prices {
  @Cached(same = Sameness.TEXT)
  double price(String article); // <- here
}
