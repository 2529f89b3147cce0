package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@EdgeService
interface Greeter {
  String greet(String name);

  default String greetAll() {
    return greet("all");
  }
}
