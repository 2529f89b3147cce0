// error: EW4002
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Work {
  int work(int x);
}

@EdgeService
interface Play {
  int play(int x);
}

@Body(Tier.EDGE)
final class Torn implements Work, Play { // <- here
  @Override
  public int work(int x) {
    return x;
  }

  @Override
  public int play(int x) {
    return x;
  }
}
