// error: EW1008
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Watch {
  Iterator<String> watch(String door); // <- here
}
