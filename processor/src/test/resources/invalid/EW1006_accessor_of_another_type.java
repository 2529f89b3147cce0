// error: EW1006
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Models {
  void load(String model) throws NotLoaded; // <- here

  final class NotLoaded extends Exception {
    private final int attempts;

    public NotLoaded(int attempts) {
      this.attempts = attempts;
    }

    public String attempts() {
      return attempts + " times";
    }
  }
}
