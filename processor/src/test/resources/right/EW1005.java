package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@EdgeService
interface Search {
  int findText(String text);

  int findNumber(int number);
}
