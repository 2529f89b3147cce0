// error: EW1039
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

final class Lonely {
  @Resumable
  Stream<String> tell(String plot) { // <- here
    return Stream.of(plot);
  }
}
