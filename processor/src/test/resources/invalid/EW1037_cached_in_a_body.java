// error: EW1037, on its page
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Prices {
  double price(String article);
}

@Body(Tier.EDGE)
final class QuickPrices implements Prices {
  @Cached
  public double price(String article) { // <- here
    return 1;
  }
}
