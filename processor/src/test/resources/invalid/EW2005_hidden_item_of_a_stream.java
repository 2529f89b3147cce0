// error: EW2005
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

class Watch {
  @EdgeService
  java.util.stream.Stream<Alert> watch(String door) { // <- here
    return java.util.stream.Stream.of();
  }

  private record Alert(String door) {}
}
