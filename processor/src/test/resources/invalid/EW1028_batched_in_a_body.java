// error: EW1028, on its page
package wrong;

import dev.edgewise.annotations.*;
import java.util.*;

@EdgeService
interface Vision {
  List<String> find(List<String> frames);
}

@Body(Tier.EDGE)
final class QuickVision implements Vision {
  @Batched
  @Override
  public List<String> find(List<String> frames) { // <- here
    return frames;
  }
}
