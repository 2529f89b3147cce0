package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@EdgeService
interface Stories {
  @Resumable
  Stream<String> tell(String plot);
}

@Body(Tier.EDGE)
final class Teller implements Stories {
  public Stream<String> tell(String plot) {
    return Stream.of(plot);
  }
}
