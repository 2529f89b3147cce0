// error: EW1006
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Models {
  void load(String model) throws NotLoaded; // <- here

  final class NotLoaded extends Exception {
    private final String model;

    public NotLoaded(String model) {
      this.model = model;
    }

    private String model() {
      return model;
    }
  }
}
