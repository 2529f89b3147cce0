package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@EdgeService
interface Matrix {
  double sum(List<Row> rows);

  record Row(double[] values) {}
}
