// error: EW4003
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@Body(value = Tier.EDGE, of = Runnable.class)
final class Runs { // <- here
  void run() {}
}
