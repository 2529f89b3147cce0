package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@EdgeService
interface Both {
  void work();

  @CloudService
  void heavyWork();
}
