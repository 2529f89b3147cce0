package dev.edgewise.orchestrator.gateway.rpc;

import dev.edgewise.core.Clock;
import dev.edgewise.core.SystemScheduler;
import dev.edgewise.orchestrator.fleet.FleetOverview;
import dev.edgewise.orchestrator.gateway.Gateway;
import dev.edgewise.orchestrator.gateway.GatewaySettings;
import dev.edgewise.orchestrator.gateway.OpenInference;
import dev.edgewise.orchestrator.gateway.RegisteredServices;
import io.grpc.BindableService;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.security.SecureRandom;

/** Builds the gateway and what gRPC sees of it. */
@Factory
final class GatewayParts {
  @Singleton
  @Bean(preDestroy = "close")
  Gateway gateway(
      FleetOverview fleet, GatewaySettings settings, Clock clock, SystemScheduler scheduler) {
    return new Gateway(
        new RegisteredServices(fleet), settings, clock, scheduler, new SecureRandom());
  }

  @Singleton
  PassThrough passThrough(Gateway gateway, OpenInference inference) {
    return new PassThrough(gateway, inference);
  }

  @Singleton
  @Named("health")
  BindableService health() {
    return new HealthStatusManager().getHealthService();
  }

  @Singleton
  @Named("reflection")
  BindableService reflection() {
    return ProtoReflectionServiceV1.newInstance();
  }

  /** What most clients still ask for; the same under its older name. */
  @Singleton
  @Named("reflection-v1alpha")
  @SuppressWarnings("deprecation")
  BindableService olderReflection() {
    return io.grpc.protobuf.services.ProtoReflectionService.newInstance();
  }
}
