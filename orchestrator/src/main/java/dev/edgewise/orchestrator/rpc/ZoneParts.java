package dev.edgewise.orchestrator.rpc;

import dev.edgewise.core.Clock;
import dev.edgewise.orchestrator.zone.ZoneOverview;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** Builds what operators are told of zones from. */
@Factory
final class ZoneParts {
  @Singleton
  ZonesView view(ZoneOverview zones, Clock clock) {
    return new ZonesView(zones, clock);
  }

  @Singleton
  ZonesService service(ZonesView view) {
    return new ZonesService(view);
  }
}
