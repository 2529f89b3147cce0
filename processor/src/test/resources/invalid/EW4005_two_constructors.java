// error: EW4005
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Work {
  int work(int x);
}

@Body(Tier.EDGE)
final class Choice implements Work { // <- here
  Choice() {}

  Choice(Work other) {}

  @Override
  public int work(int x) {
    return x;
  }
}
