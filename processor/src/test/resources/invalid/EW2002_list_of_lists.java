// error: EW2002, on its page
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Matrix {
  double sum(List<List<Double>> rows); // <- here
}
