// error: EW2008
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Twice {
  void greet(String name); // <- here

  Later later(TwiceGreetRequest request);

  record Later(int x) {}
}

record TwiceGreetRequest(int x) {}
