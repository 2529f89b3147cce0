package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

class Analytics {
  @CloudService
  double heavy(float[] input) {
    return input.length;
  }
}
