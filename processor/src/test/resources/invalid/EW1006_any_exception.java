// error: EW1006
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Files {
  byte[] load(String name) throws Exception; // <- here
}
