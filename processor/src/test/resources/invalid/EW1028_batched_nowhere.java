// error: EW1028
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

final class Lonely {
  @Batched
  List<String> find(List<String> frames) { // <- here
    return frames;
  }
}
