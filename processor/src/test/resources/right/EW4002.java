package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@EdgeService
interface Work {
  int work(int x);
}

@EdgeService
interface Play {
  int play(int x);
}

@Body(Tier.EDGE)
final class QuickWork implements Work {
  @Override
  public int work(int x) {
    return x;
  }
}

@Body(Tier.EDGE)
final class QuickPlay implements Play {
  @Override
  public int play(int x) {
    return x;
  }
}
