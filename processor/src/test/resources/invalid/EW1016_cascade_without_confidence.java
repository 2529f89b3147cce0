// error: EW1016
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Unsure {
  @Cascade(unsureFrom = 0.3, unsureTo = 0.7)
  Guess guess(String text); // <- here

  record Guess(double sure) {}
}
