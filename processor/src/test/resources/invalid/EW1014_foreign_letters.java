// error: EW1014
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Letters {
  void grüße(String name); // <- here
}
