// error: EW1032
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@EdgeService
interface Stories {
  @Resumable
  @Cached
  Stream<String> tell(String plot); // <- here
}
