package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

interface Analytics {
  @EdgeService
  float[] filter(float[] input);
}

@Body(Tier.EDGE)
final class SmallAnalytics implements Analytics {
  @Override
  public float[] filter(float[] input) {
    return input;
  }
}

@Body(Tier.CLOUD)
final class BigAnalytics implements Analytics {
  @Override
  public float[] filter(float[] input) {
    return input;
  }
}
