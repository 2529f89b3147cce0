// error: EW2004
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Pages {
  Page<String> first(); // <- here

  record Page<T>(List<T> items) {}
}
