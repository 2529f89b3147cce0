package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

class Analytics {
  @EdgeService
  float[] filter(float[] input) {
    return input;
  }
}
