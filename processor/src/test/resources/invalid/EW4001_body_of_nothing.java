// error: EW4001
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Work {
  int work(int x);
}

@Body(Tier.EDGE)
final class Lonely { // <- here
  int work(int x) {
    return x;
  }
}
