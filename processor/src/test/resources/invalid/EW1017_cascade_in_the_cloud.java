// error: EW1017
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@CloudService
interface Upwards {
  @Cascade(unsureFrom = 0.3, unsureTo = 0.7)
  Guess guess(String text); // <- here

  record Guess(@Confidence double sure) {}
}
