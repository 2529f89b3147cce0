// error: EW2003
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Keys {
  int sum(Map<Point, Integer> values); // <- here

  record Point(int x, int y) {}
}
