package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@EdgeService
interface Work {
  int work(int x);
}

@Body(value = Tier.EDGE, of = Work.class)
final class QuickWork {
  int work(int x) {
    return x;
  }
}
