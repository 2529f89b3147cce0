// error: EW2010
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Kinds {
  void take(Kind kind);

  enum Kind {
    UNSPECIFIED, // <- here
    RGB
  }
}
