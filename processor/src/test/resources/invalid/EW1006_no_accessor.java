// error: EW1006, on its page
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Models {
  void load(String model) throws NotLoaded; // <- here

  final class NotLoaded extends Exception {
    public NotLoaded(String model) {
      super(model + " is not loaded");
    }
  }
}
