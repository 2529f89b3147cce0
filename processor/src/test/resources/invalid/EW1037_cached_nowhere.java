// error: EW1037
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

final class Lonely {
  @Cached
  double price(String article) { // <- here
    return 1;
  }
}
