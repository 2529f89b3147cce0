package dev.edgewise.orchestrator;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.SystemScheduler;
import dev.edgewise.core.tls.TlsFiles;
import dev.edgewise.daemon.DataFolder;
import dev.edgewise.daemon.Parts;
import dev.edgewise.daemon.PortTaken;
import dev.edgewise.daemon.Running;
import dev.edgewise.orchestrator.config.OrchestratorConfig;
import dev.edgewise.orchestrator.fleet.FleetKeeper;
import dev.edgewise.orchestrator.gateway.Gateway;
import dev.edgewise.orchestrator.identity.KeyStore;
import dev.edgewise.orchestrator.registry.Publication;
import dev.edgewise.orchestrator.registry.Publisher;
import dev.edgewise.orchestrator.rpc.Registrations;
import dev.edgewise.orchestrator.rpc.RpcServer;
import dev.edgewise.orchestrator.rpc.ServerSettings;
import dev.edgewise.orchestrator.store.SqliteStore;
import dev.edgewise.orchestrator.traffic.TrafficWindows;
import dev.edgewise.orchestrator.zone.ZoneDesk;
import dev.edgewise.orchestrator.zone.ZoneOverview;
import dev.edgewise.sdk.wire.tls.Tls;
import dev.edgewise.serving.protocol.Inference;
import io.micronaut.context.ApplicationContext;
import io.micronaut.http.server.netty.NettyEmbeddedServer;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A running orchestrator: what it was built from, in the order in which it was built. */
final class Orchestrator implements Running {
  private static final int MAX_HEADERS = 8 << 10;

  private final OrchestratorConfig config;
  private final Parts parts = new Parts();
  private final RpcServer rpc;
  private final NettyEmbeddedServer http;

  private Orchestrator(OrchestratorConfig config, String version, Clock clock) {
    this.config = requireNonNull(config, "config");
    try {
      DataFolder data = parts.add(DataFolder.open(config.dataFolder(), "orchestrator"));
      SqliteStore.unpackInto(data.path("native"));
      SqliteStore store = parts.add(SqliteStore.open(data.path("fleet.db"), new Registrations()));
      FleetKeeper keeper = parts.add(new FleetKeeper(config.fleet(), clock, store));
      keeper.start();
      OwnZones zones = new OwnZones(config.zones(), data, keeper, clock, parts);
      OwnTraining training = new OwnTraining(config.contentBytes(), data, clock, parts);
      Optional<Publisher> publisher =
          config
              .registry()
              .map(where -> Publisher.open(where, keeper, version, clock, new SecureRandom()));
      Optional<Tls> tls = config.tls().map(files -> tls(files, clock));
      ApplicationContext context = parts.add(context(config));
      context.registerSingleton(
          Publication.class, publisher.<Publication>map(p -> p).orElse(Publication.none()));
      context.registerSingleton(keeper);
      context.registerSingleton(ZoneDesk.class, zones.desk());
      context.registerSingleton(ZoneOverview.class, zones.overview());
      context.registerSingleton(training.keeper());
      context.registerSingleton(training.contents());
      context.registerSingleton(Clock.class, clock);
      context.registerSingleton(config);
      context.registerSingleton(data);
      context.registerSingleton(config.gateway());
      context.registerSingleton(config.callers());
      context.registerSingleton(config.rules());
      context.registerSingleton(KeyStore.class, store.keys());
      context.registerSingleton(
          new ServerSettings(
              version, tls, config.maxMessage(), MAX_HEADERS, config.maxConnections()));
      context.start();
      this.http = parts.add(context.getBean(NettyEmbeddedServer.class));
      // Closed before the HTTP server, which would have it wait for its streams to end.
      this.rpc = parts.add(context.getBean(RpcServer.class));
      start("grpcPort", config.grpcPort(), rpc::start);
      start("httpPort", config.httpPort(), http::start);
      zones.begin(near(rpc.port()), context.getBean(TrafficWindows.class)::picture);
      training.keeper().begin();
      publisher.ifPresent(begun -> parts.add(begun).begin(at(rpc.port()), http.getPort()));
      Gateway gateway = parts.add(context.getBean(Gateway.class));
      gateway.open(near(rpc.port()), config.tls());
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /**
   * Starts an orchestrator; when this returns, agents and clients are heard.
   *
   * @throws EdgewiseException that says what is wrong; nothing stays open then
   */
  static Orchestrator start(OrchestratorConfig config, String version, Clock clock) {
    return new Orchestrator(config, version, clock);
  }

  @Override
  public String readyLine() {
    return "ready orchestrator grpc="
        + at(rpc.port())
        + (config.tls().isPresent() ? " http=https://" : " http=http://")
        + at(http.getPort());
  }

  private Tls tls(TlsFiles files, Clock clock) {
    return parts.add(
        Tls.open(files, parts.add(SystemScheduler.create("edgewise-certificates")), clock));
  }

  /** From here: a certificate has names of this machine, and none of all its addresses. */
  private String near(int port) {
    return switch (config.bind()) {
      case "0.0.0.0" -> "127.0.0.1:" + port;
      case "::" -> "[::1]:" + port;
      default -> at(port);
    };
  }

  private String at(int port) {
    return (config.bind().contains(":") ? "[" + config.bind() + "]" : config.bind()) + ":" + port;
  }

  /** Nothing is waited for: agents and clients come back by themselves. */
  @Override
  public boolean drain(Duration patience) {
    return true;
  }

  @Override
  public void close() {
    parts.close();
  }

  /** What users configure was read and checked before: Micronaut looks for nothing by itself. */
  private static ApplicationContext context(OrchestratorConfig config) {
    return ApplicationContext.builder()
        .banner(false)
        .deduceEnvironment(false)
        .deduceCloudEnvironment(false)
        .bootstrapEnvironment(false)
        .environmentPropertySource(false)
        .properties(
            Map.of(
                "grpc.server.host",
                config.bind(),
                "grpc.server.port",
                config.grpcPort(),
                "grpc.server.await-termination",
                "1s",
                "micronaut.server.host",
                config.bind(),
                // Neither asks nor takes its answer; the page is told something more often.
                "micronaut.server.idle-timeout",
                "60s",
                // Bodies are bounded by who reads them; that of an inference is the largest.
                "micronaut.server.max-request-size",
                Inference.LARGEST + 1L,
                // BrowserGuard refuses foreign origins, and says why.
                "micronaut.server.cors.localhost-pass-through",
                true,
                // Micronaut's word for a free port.
                "micronaut.server.port",
                config.httpPort() == 0 ? -1 : config.httpPort()))
        .build();
  }

  private void start(String key, int port, Runnable server) {
    try {
      server.run();
    } catch (RuntimeException e) {
      if (!isOfSockets(e)) {
        throw e;
      }
      throw PortTaken.at(config.bind(), port, key, e);
    }
  }

  private static boolean isOfSockets(Throwable error) {
    Throwable inner = error;
    while (inner.getCause() != null) {
      inner = inner.getCause();
    }
    return inner instanceof IOException;
  }
}
