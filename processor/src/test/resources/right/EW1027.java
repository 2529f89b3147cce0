package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@EdgeService
interface Vision {
  @Batched(timeout = "100ms")
  List<String> find(List<String> frames);
}
