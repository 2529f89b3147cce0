package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@EdgeService
interface Prices {
  @Cached(ttl = "30s")
  double price(String article);

  Stream<Double> watch(String article);
}
