// error: EW1011
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
@CloudService
interface Both { // <- here
  void work();
}
