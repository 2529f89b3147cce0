package dev.edgewise.orchestrator.http;

import dev.edgewise.core.Clock;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.SystemScheduler;
import dev.edgewise.daemon.metrics.DaemonMetrics;
import dev.edgewise.orchestrator.gateway.Gateway;
import dev.edgewise.orchestrator.http.rpc.UnreadHead;
import dev.edgewise.orchestrator.rpc.OperatorView;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** Builds what the controllers share. */
@Factory
final class HttpParts {
  // The JVM's are about 60; those of the fleet are bounded by themselves.
  private static final int MOST_METERS = 200;

  @Singleton
  UnreadHead unreadHead() {
    return (status, detail) -> new Problem(status, ErrorCode.NOT_ACCEPTED, detail).json();
  }

  @Singleton
  @Bean(preDestroy = "close")
  SystemScheduler events() {
    return SystemScheduler.create("page-events");
  }

  @Singleton
  @Bean(preDestroy = "close")
  DaemonMetrics metrics(OperatorView view, EventHub hub, Gateway gateway) {
    DaemonMetrics metrics = DaemonMetrics.create(MOST_METERS);
    metrics.add(new FleetMetrics(view, hub));
    metrics.add(new GatewayMetrics(gateway::generations));
    return metrics;
  }

  @Singleton
  @Bean(preDestroy = "close")
  EventHub hub(OperatorView view, PictureList pictures, Clock clock, SystemScheduler scheduler) {
    return new EventHub(view, pictures::json, clock, scheduler);
  }
}
