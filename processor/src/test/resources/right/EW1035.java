package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@EdgeService
interface Prices {
  @Idempotent
  @Cached(semantic = true, similarityThreshold = 0.85)
  String answer(String question);
}
