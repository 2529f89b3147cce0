// error: EW1023
package wrong;

import dev.edgewise.annotations.*;

interface Analytics {
  @EdgeService(spill = true)
  float[] filter(float[] input); // <- here
}
