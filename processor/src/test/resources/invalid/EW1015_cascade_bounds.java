// error: EW1015
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Bounds {
  @Cascade(unsureFrom = 0.7, unsureTo = 0.3)
  Guess guess(String text); // <- here

  record Guess(@Confidence double sure) {}
}
