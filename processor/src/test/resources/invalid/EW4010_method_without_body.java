// error: EW4010
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Work {
  int work(int x);

  int rest(int x); // <- here
}

@Body(value = Tier.EDGE, of = Work.class)
final class QuickWork {
  int work(int x) {
    return x;
  }
}
