// error: EW4006, on its page
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Work {
  int work(int x);
}

@Body(Tier.EDGE)
final class Wants implements Work {
  Wants(
      String name) {} // <- here

  @Override
  public int work(int x) {
    return x;
  }
}
