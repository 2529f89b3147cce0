// error: EW1021, on its page
package wrong;

import dev.edgewise.annotations.*;

class Analytics {
  @EdgeService
  float[] filter(float[] input) {
    return input;
  }

  @CloudService
  private double heavy(float[] input) { // <- here
    return input.length;
  }
}
