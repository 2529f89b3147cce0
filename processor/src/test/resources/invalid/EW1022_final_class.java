// error: EW1022, on its page
package wrong;

import dev.edgewise.annotations.*;

final class Analytics { // <- here
  @EdgeService
  float[] filter(float[] input) {
    return input;
  }
}
