// error: EW2007
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Json {
  void put(
      int topK,
      int top_k); // <- here
}
