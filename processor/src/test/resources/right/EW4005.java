package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@EdgeService
interface Work {
  int work(int x);
}

@Body(Tier.EDGE)
final class Choice implements Work {
  Choice(Work other) {}

  @Override
  public int work(int x) {
    return x;
  }
}
