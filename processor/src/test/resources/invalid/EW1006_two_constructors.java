// error: EW1006
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Models {
  void load(String model) throws NotLoaded; // <- here

  class NotLoaded extends Exception {
    public NotLoaded(String message) {
      super(message);
    }

    public NotLoaded() {}
  }
}
