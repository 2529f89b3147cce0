// error: EW1002
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Store<T> { // <- here
  void put(String item);
}
