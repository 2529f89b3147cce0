// error: EW1032, on its page
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Prices {
  @Cached
  java.util.stream.Stream<String> watch(String article); // <- here
}
