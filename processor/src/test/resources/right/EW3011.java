package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@EdgeService
@Reserved(names = "watch")
interface Watch {
  Stream<String> follow(String door);
}
