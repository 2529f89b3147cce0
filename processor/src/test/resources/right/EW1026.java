package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@EdgeService
interface Vision {
  @Batched(maxBatchSize = 16)
  List<String> find(List<String> frames);
}
