package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@EdgeService
interface Prices {
  @Cached(ttl = "10m")
  double price(String article);
}
