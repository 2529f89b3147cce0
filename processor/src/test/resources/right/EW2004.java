package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@EdgeService
interface Pages {
  TextPage first();

  record TextPage(List<String> items) {}
}
