package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

class Analytics {
  @EdgeService
  float[] clean(float[] samples) {
    return samples;
  }
}
