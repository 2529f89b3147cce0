package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@EdgeService
interface Upwards {
  @Cascade(unsureFrom = 0.3, unsureTo = 0.7)
  Guess guess(String text);

  record Guess(@Confidence double sure) {}
}
