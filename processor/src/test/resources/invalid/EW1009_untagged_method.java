// error: EW1009
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

interface Mixed {
  @EdgeService
  int near(int x);

  int somewhere(int x); // <- here
}
