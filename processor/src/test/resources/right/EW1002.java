package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@EdgeService
interface OrderStore {
  void put(Order order);

  record Order(String item) {}
}
