// error: EW1031, on its page
package wrong;

import dev.edgewise.annotations.*;

@CloudService
interface Vision {
  int index(byte[] frame);
}

@Body(Tier.CLOUD)
@Needs(accelerator = "gpu")
final class ThoroughVision implements Vision { // <- here
  @Override
  public int index(byte[] frame) {
    return frame.length;
  }
}
