package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@CloudService
interface Vision {
  @Needs(accelerator = "gpu")
  int index(byte[] frame);
}

@Body(Tier.CLOUD)
final class ThoroughVision implements Vision {
  public int index(byte[] frame) {
    return frame.length;
  }
}
