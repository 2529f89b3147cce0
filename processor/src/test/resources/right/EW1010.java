package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@EdgeService
interface Timed {
  @Deadline("2s")
  void work();
}
