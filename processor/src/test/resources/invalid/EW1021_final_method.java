// error: EW1021
package wrong;

import dev.edgewise.annotations.*;

class Analytics {
  @EdgeService
  public final float[] filter(float[] input) { // <- here
    return input;
  }
}
