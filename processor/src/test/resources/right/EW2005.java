package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

class Wrapper {
  record Open(Secret secret) {}

  record Secret(int x) {}
}
