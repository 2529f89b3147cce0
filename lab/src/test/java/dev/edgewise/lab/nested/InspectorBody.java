package dev.edgewise.lab.nested;

import dev.edgewise.annotations.Body;
import dev.edgewise.annotations.Tier;
import dev.edgewise.sdk.spi.CallContext;

@Body(Tier.EDGE)
final class InspectorBody implements Inspector {
  @Override
  public Sight look() {
    return here();
  }

  static Sight here() {
    CallContext context = CallContext.current().orElseThrow();
    return new Sight(context.label().name(), context.trace().traceId(), context.timeLeft());
  }
}
