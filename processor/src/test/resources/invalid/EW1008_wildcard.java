// error: EW1008
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Watch {
  java.util.stream.Stream<? extends Number> watch(String door); // <- here
}
