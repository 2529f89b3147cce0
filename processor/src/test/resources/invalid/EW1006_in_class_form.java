// error: EW1006
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

class Models {
  @EdgeService
  public void load(String model) throws NotLoaded { // <- here
    throw new NotLoaded();
  }

  final class NotLoaded extends Exception {}
}
