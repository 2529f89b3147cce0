// error: EW4006
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

class Analytics {
  Analytics(
      Tuning tuning) {} // <- here

  record Tuning(double threshold, List<String> names) {}

  @EdgeService
  int work(int x) {
    return x;
  }
}
