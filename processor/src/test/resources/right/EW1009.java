package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@EdgeService
interface Mixed {
  int near(int x);

  int somewhere(int x);
}
