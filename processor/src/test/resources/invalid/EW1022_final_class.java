// error: EW1022
package wrong;

import dev.edgewise.annotations.*;

final class Analytics { // <- here
  @EdgeService
  float[] filter(float[] input) {
    return input;
  }
}
