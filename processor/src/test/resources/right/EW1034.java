package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@EdgeService
interface Prices {
  @Idempotent
  @Cached(semantic = true, maxFalseHitRate = 0.02)
  String answer(String question);
}
