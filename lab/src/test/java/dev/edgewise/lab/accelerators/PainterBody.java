package dev.edgewise.lab.accelerators;

import dev.edgewise.annotations.Body;
import dev.edgewise.annotations.Tier;

@Body(Tier.EDGE)
final class PainterBody implements Painter {
  @Override
  public String sketch() {
    return "sketched";
  }

  @Override
  public String paint() {
    return "painted";
  }
}
