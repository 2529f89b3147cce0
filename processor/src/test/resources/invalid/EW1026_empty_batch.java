// error: EW1026, on its page
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Vision {
  @Batched(maxBatchSize = 0)
  List<String> find(List<String> frames); // <- here
}
