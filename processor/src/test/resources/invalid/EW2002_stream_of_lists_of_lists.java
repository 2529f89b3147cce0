// error: EW2002
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Rows {
  java.util.stream.Stream<List<List<Double>>> rows(); // <- here
}
