// error: EW2001, on its page
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Orders {
  void place(Order order);

  record Line(
      String article,
      Object extra) {} // <- here

  record Order(List<Line> lines) {}
}
