// error: EW5002
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Clinic {
  @Cascade(unsureFrom = 0.3, unsureTo = 0.7)
  Finding find(@Sensitive(Label.LOCAL_ONLY) byte[] scan); // <- here

  record Finding(@Confidence double sure) {}
}
