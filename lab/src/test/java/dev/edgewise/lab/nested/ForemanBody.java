package dev.edgewise.lab.nested;

import dev.edgewise.annotations.Body;
import dev.edgewise.annotations.Tier;
import java.util.List;

@Body(Tier.EDGE)
final class ForemanBody implements Foreman {
  private final Inspector inspector;

  ForemanBody(Inspector inspector) {
    this.inspector = inspector;
  }

  @Override
  public List<Sight> report() {
    return List.of(InspectorBody.here(), inspector.look());
  }
}
