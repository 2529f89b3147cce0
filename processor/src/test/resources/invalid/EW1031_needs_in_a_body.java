// error: EW1031
package wrong;

import dev.edgewise.annotations.*;

@CloudService
interface Vision {
  int index(byte[] frame);
}

@Body(Tier.CLOUD)
final class ThoroughVision implements Vision {
  @Needs(accelerator = "gpu")
  @Override
  public int index(byte[] frame) { // <- here
    return frame.length;
  }
}
