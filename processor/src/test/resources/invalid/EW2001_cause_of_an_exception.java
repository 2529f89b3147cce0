// error: EW2001
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Models {
  void load(String model) throws NotLoaded;

  final class NotLoaded extends Exception {
    public NotLoaded(String message, Throwable cause) { // <- here
      super(message, cause);
    }
  }
}
