// error: EW1008
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Talk {
  java.util.stream.Stream<String> talk(java.util.concurrent.Flow.Publisher<String> words); // <- here
}
