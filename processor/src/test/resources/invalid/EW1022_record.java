// error: EW1022
package wrong;

import dev.edgewise.annotations.*;

record Analytics(double threshold) { // <- here
  @EdgeService
  float[] filter(float[] input) {
    return input;
  }
}
