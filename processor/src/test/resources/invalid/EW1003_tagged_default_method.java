// error: EW1003
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Greeter {
  String greet(String name);

  @CloudService
  default String greetAll() { // <- here
    return greet("all");
  }
}
