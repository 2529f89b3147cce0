// error: EW1038
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@EdgeService
interface Stories {
  @Resumable
  void tell(String plot); // <- here
}
