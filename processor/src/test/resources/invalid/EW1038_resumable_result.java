// error: EW1038, on its page
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@EdgeService
interface Stories {
  @Resumable
  List<String> tell(String plot); // <- here
}
