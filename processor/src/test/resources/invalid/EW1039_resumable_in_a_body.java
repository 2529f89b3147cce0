// error: EW1039, on its page
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@EdgeService
interface Stories {
  Stream<String> tell(String plot);
}

@Body(Tier.EDGE)
final class Teller implements Stories {
  @Resumable
  public Stream<String> tell(String plot) { // <- here
    return Stream.of(plot);
  }
}
