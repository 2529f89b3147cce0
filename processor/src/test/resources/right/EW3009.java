package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@EdgeService
@Reserved(names = "give")
interface Fewer {
  void take(int x);
}
