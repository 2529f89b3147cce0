// error: EW1018
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Words {
  Guess guess(String text);

  record Guess(
      String what,
      @Confidence String sure) {} // <- here
}
