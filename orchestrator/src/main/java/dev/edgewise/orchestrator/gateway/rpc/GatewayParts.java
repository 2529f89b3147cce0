package dev.edgewise.orchestrator.gateway.rpc;

import dev.edgewise.core.Clock;
import dev.edgewise.core.SystemScheduler;
import dev.edgewise.orchestrator.gateway.ApiModels;
import dev.edgewise.orchestrator.gateway.Gateway;
import dev.edgewise.orchestrator.gateway.GatewaySettings;
import dev.edgewise.orchestrator.gateway.OpenInference;
import dev.edgewise.orchestrator.gateway.PictureShelf;
import dev.edgewise.orchestrator.gateway.Pictures;
import dev.edgewise.orchestrator.gateway.RegisteredServices;
import dev.edgewise.orchestrator.overview.FleetOverview;
import dev.edgewise.orchestrator.rpc.ServerSettings;
import dev.edgewise.orchestrator.rules.RuleFile;
import dev.edgewise.orchestrator.rules.RuleKeeper;
import dev.edgewise.orchestrator.zone.ZoneDesk;
import io.grpc.BindableService;
import io.grpc.HandlerRegistry;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.security.SecureRandom;

/** Builds the gateway, what is asked of models through it, and what gRPC sees of it. */
@Factory
final class GatewayParts {
  @Singleton
  @Bean(preDestroy = "close")
  Gateway gateway(
      FleetOverview fleet,
      ZoneDesk zones,
      GatewaySettings settings,
      Clock clock,
      SystemScheduler scheduler) {
    return new Gateway(
        new RegisteredServices(fleet, zones), settings, clock, scheduler, new SecureRandom());
  }

  /**
   * Held against what can be called through the gateway, which is what nodes say that they offer.
   */
  @Singleton
  @Bean(preDestroy = "close")
  RuleKeeper rules(Gateway gateway, RuleFile file, SystemScheduler scheduler) {
    return new RuleKeeper(file, gateway::services, scheduler);
  }

  @Singleton
  OpenInference openInference(Gateway gateway, ServerSettings settings) {
    return new OpenInference(gateway, settings.version());
  }

  @Singleton
  ApiModels apiModels(Gateway gateway, OpenInference inference) {
    return new ApiModels(gateway, inference);
  }

  /** Pictures that callers without an SDK were given, behind addresses that cannot be guessed. */
  @Singleton
  PictureShelf pictures(GatewaySettings settings, Clock clock) {
    return new PictureShelf(settings.pictures(), clock, new SecureRandom());
  }

  @Singleton
  Pictures orders(Gateway gateway, ApiModels models, PictureShelf shelf) {
    return new Pictures(gateway, models, shelf);
  }

  @Singleton
  HandlerRegistry passThrough(Gateway gateway, OpenInference inference) {
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
