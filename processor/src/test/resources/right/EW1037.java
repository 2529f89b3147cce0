package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@EdgeService
interface Prices {
  @Cached
  double price(String article);
}

@Body(Tier.EDGE)
final class QuickPrices implements Prices {
  public double price(String article) {
    return 1;
  }
}
