package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@EdgeService
interface Watch {
  Stream<Alert> watch(String door);

  record Alert(double sure) {}
}
