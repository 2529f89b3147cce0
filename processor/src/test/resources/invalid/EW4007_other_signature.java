// error: EW4007
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Work {
  int work(int x);
}

@Body(value = Tier.EDGE, of = Work.class)
final class Other {
  long work(long x) { // <- here
    return x;
  }
}
