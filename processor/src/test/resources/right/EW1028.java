package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@EdgeService
interface Vision {
  @Batched
  List<String> find(List<String> frames);
}

@Body(Tier.EDGE)
final class QuickVision implements Vision {
  public List<String> find(List<String> frames) {
    return frames;
  }
}
