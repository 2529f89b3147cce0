package dev.edgewise.orchestrator.keda.rpc;

import dev.edgewise.core.SystemScheduler;
import dev.edgewise.orchestrator.keda.ZoneDemand;
import dev.edgewise.orchestrator.overview.FleetOverview;
import dev.edgewise.orchestrator.zone.ZoneOverview;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** Builds what answers KEDA. */
@Factory
final class KedaParts {
  @Singleton
  ScalerService scaler(
      BeanProvider<ZoneOverview> zones, FleetOverview fleet, SystemScheduler scheduler) {
    return new ScalerService(
        ZoneDemand.of(
            zones.isPresent() ? zones.get() : ZoneOverview.none(),
            () -> fleet.snapshot().settling()),
        scheduler);
  }
}
