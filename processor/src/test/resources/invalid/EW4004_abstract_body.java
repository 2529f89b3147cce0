// error: EW4004
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Work {
  int work(int x);
}

@Body(Tier.EDGE)
abstract class Half implements Work {} // <- here
