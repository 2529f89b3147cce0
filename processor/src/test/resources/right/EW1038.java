package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@EdgeService
interface Stories {
  @Resumable
  Stream<String> tell(String plot);
}
