package dev.edgewise.orchestrator.rpc;

import dev.edgewise.core.Clock;
import dev.edgewise.daemon.DataFolder;
import dev.edgewise.orchestrator.identity.KeyRing;
import dev.edgewise.orchestrator.overview.FleetOverview;
import dev.edgewise.orchestrator.registry.Publication;
import dev.edgewise.orchestrator.traffic.TrafficWindows;
import dev.edgewise.orchestrator.zone.ZoneOverview;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.runtime.server.EmbeddedServer;
import jakarta.inject.Singleton;
import java.util.SplittableRandom;

/** Builds what operators are told from. */
@Factory
final class OperatorParts {
  private static final int MOST_METHODS = 256;
  private static final int MOST_NODES = 2_048;

  @Singleton
  TrafficWindows windows(Clock clock) {
    return new TrafficWindows(clock, MOST_METHODS, MOST_NODES);
  }

  @Singleton
  @Bean(preDestroy = "close")
  DecisionArchive archive(DataFolder data, ZoneOverview zones, Clock clock) {
    return DecisionArchive.open(
        data.path("decisions"),
        zones,
        clock,
        // Decides nothing here: clients have chosen what is kept.
        new SplittableRandom(clock.nanos()),
        Thread.ofPlatform().daemon().name("decisions").factory());
  }

  @Singleton
  ReportedCalls reports(TrafficWindows windows, DecisionArchive archive) {
    return new ReportedCalls(windows, archive);
  }

  @Singleton
  OperatorView view(
      FleetOverview fleet,
      TrafficWindows windows,
      ReportedCalls reports,
      DecisionArchive archive,
      Publication publication,
      Clock clock,
      ServerSettings settings,
      BeanProvider<EmbeddedServer> http) {
    return new OperatorView(
        fleet,
        windows,
        reports,
        archive,
        publication,
        clock,
        settings.version(),
        // Asked late: the server that tells needs this view itself, and knows its port only then.
        () -> Math.max(0, http.get().getPort()));
  }

  @Singleton
  OperatorService service(OperatorView view, KeyRing keys, FleetOverview fleet, Clock clock) {
    return new OperatorService(view, new KeyDesk(keys, fleet, clock));
  }
}
