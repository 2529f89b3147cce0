// error: EW1024
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Watch {
  @Cascade(unsureFrom = 0.3, unsureTo = 0.7)
  java.util.stream.Stream<Alert> watch(String door); // <- here

  record Alert(@Confidence double sure) {}
}
