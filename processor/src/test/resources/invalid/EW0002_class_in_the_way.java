// error: EW0002
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Ping { // no line: the file system has none
  void ping();
}

class Ping_Service {}
