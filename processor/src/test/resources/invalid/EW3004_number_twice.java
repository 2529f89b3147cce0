// error: EW3004
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Double {
  void take(
      @Field(1) int a,
      @Field(1) int b); // <- here
}
