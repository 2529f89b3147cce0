// error: EW1005
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Search {
  int find(String text);

  int find(int number); // <- here
}
