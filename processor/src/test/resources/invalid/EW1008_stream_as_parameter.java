// error: EW1008, on its page
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Album {
  int index(java.util.stream.Stream<String> pictures); // <- here
}
