package dev.edgewise.orchestrator.http;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.SystemScheduler;
import dev.edgewise.orchestrator.http.rpc.UnreadHead;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** Builds what the controllers share. */
@Factory
final class HttpParts {
  @Singleton
  UnreadHead unreadHead() {
    return (status, detail) -> new Problem(status, ErrorCode.NOT_ACCEPTED, detail).json();
  }

  @Singleton
  @Bean(preDestroy = "close")
  SystemScheduler events() {
    return SystemScheduler.create("page-events");
  }
}
