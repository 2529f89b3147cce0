package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

class Outer {
  @EdgeService
  interface Visible {
    void work();
  }
}
