// error: EW3005
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Again {
  void take(Frame frame);

  @Reserved(numbers = 2, names = "exposure")
  record Frame(
      String cam,
      @Field(2) int gain) {} // <- here
}
