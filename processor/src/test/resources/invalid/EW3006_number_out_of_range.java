// error: EW3006
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Range {
  void take(
      @Field(19_500) int x); // <- here
}
