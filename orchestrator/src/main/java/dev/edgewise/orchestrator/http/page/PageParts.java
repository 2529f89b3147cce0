package dev.edgewise.orchestrator.http.page;

import dev.edgewise.core.Clock;
import dev.edgewise.core.SystemScheduler;
import dev.edgewise.daemon.metrics.DaemonMetrics;
import dev.edgewise.orchestrator.gateway.Gateway;
import dev.edgewise.orchestrator.http.PictureList;
import dev.edgewise.orchestrator.rpc.OperatorView;
import dev.edgewise.orchestrator.rpc.ZonesView;
import dev.edgewise.orchestrator.zone.ZoneOverview;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** Builds what the page and metrics are made from. */
@Factory
final class PageParts {
  // The JVM's are about 60; those of the fleet are bounded by themselves.
  private static final int MOST_METERS = 200;

  @Singleton
  @Bean(preDestroy = "close")
  DaemonMetrics metrics(OperatorView view, EventHub hub, Gateway gateway, ZoneOverview zones) {
    DaemonMetrics metrics = DaemonMetrics.create(MOST_METERS);
    metrics.add(new FleetMetrics(view, hub));
    metrics.add(new GatewayMetrics(gateway::generations));
    metrics.add(new ZoneMetrics(zones::statuses));
    return metrics;
  }

  @Singleton
  @Bean(preDestroy = "close")
  EventHub hub(
      OperatorView view,
      PictureList pictures,
      ZonesView zones,
      Clock clock,
      SystemScheduler scheduler) {
    return new EventHub(view, pictures::json, zones::jsonOfSome, clock, scheduler);
  }
}
