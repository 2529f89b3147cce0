// error: EW4009
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Work {
  int work(int x);
}

@Body(Tier.EDGE)
final class First implements Work {
  @Override
  public int work(int x) {
    return x;
  }
}

@Body(Tier.EDGE)
final class Second implements Work { // <- here
  @Override
  public int work(int x) {
    return x;
  }
}
