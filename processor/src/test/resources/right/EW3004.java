package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@EdgeService
interface Double {
  void take(@Field(1) int a, @Field(2) int b);
}
