// error: EW1007
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Slow {
  java.util.concurrent.CompletionStage<String> work(); // <- here
}
