// error: EW1004
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Echo {
  <T> String echo(String text); // <- here
}
