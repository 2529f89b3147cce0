package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@EdgeService
interface Keys {
  int sum(List<Entry> values);

  record Entry(int x, int y, int value) {}
}
