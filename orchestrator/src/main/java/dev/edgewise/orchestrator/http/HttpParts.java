package dev.edgewise.orchestrator.http;

import dev.edgewise.core.Clock;
import dev.edgewise.core.SystemScheduler;
import dev.edgewise.orchestrator.rpc.OperatorView;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** Builds what the controllers share. */
@Factory
final class HttpParts {
  @Singleton
  @Bean(preDestroy = "close")
  SystemScheduler events() {
    return SystemScheduler.create("page-events");
  }

  @Singleton
  @Bean(preDestroy = "close")
  EventHub hub(OperatorView view, Clock clock, SystemScheduler scheduler) {
    return new EventHub(view, clock, scheduler);
  }
}
