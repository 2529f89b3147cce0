// error: EW1001
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
class Analytics { // <- here
  float[] clean(float[] samples) {
    return samples;
  }
}
