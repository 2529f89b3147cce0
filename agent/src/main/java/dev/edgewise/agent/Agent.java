package dev.edgewise.agent;

import static java.util.Objects.requireNonNull;

import dev.edgewise.agent.config.AgentConfig;
import dev.edgewise.agent.control.LeaseKeeper;
import dev.edgewise.agent.control.rpc.GrpcUplink;
import dev.edgewise.agent.host.Clients;
import dev.edgewise.agent.host.HostedService;
import dev.edgewise.agent.host.InProcessHost;
import dev.edgewise.agent.host.ModelService;
import dev.edgewise.agent.host.ServiceHost;
import dev.edgewise.agent.metrics.AgentMetrics;
import dev.edgewise.agent.metrics.CacheMetrics;
import dev.edgewise.agent.metrics.GenerationMetrics;
import dev.edgewise.agent.metrics.LaneMetrics;
import dev.edgewise.agent.metrics.ModelMetrics;
import dev.edgewise.agent.rpc.AgentServer;
import dev.edgewise.agent.rpc.oip.OpenInference;
import dev.edgewise.agent.serve.Admission;
import dev.edgewise.agent.serve.GenerationBoard;
import dev.edgewise.agent.serve.HealthWatch;
import dev.edgewise.core.Clock;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.Needs;
import dev.edgewise.core.SystemScheduler;
import dev.edgewise.core.machine.Hardware;
import dev.edgewise.core.machine.HardwareProbe;
import dev.edgewise.daemon.DataFolder;
import dev.edgewise.daemon.Running;
import dev.edgewise.daemon.http.HttpPages;
import dev.edgewise.daemon.metrics.DaemonMetrics;
import dev.edgewise.sdk.api.Edgewise;
import dev.edgewise.sdk.host.Settings;
import dev.edgewise.sdk.spi.ModelHosting;
import dev.edgewise.serving.calls.BatchedCalls;
import dev.edgewise.serving.host.ServingHost;
import dev.edgewise.serving.state.StateKeeping;
import dev.edgewise.serving.state.TierStates;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A running agent: what it was built from, in the order in which it was built. */
public final class Agent implements Running {
  private static final Logger LOG = System.getLogger(Agent.class.getName());

  /** Two hundred methods with five statuses each, and some room. */
  private static final int MAX_METERS = 1_500;

  /** What {@code nvidia-smi} may take for each of its answers. */
  private static final int TOOL_SECONDS = 5;

  private final AgentConfig config;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final List<HostedService> services;
  private final AgentServer server;
  private final HttpPages pages;
  private final Optional<LeaseKeeper> lease;
  private final Warming warming;

  private Agent(AgentConfig config, String version, Clock clock) {
    this.config = requireNonNull(config, "config");
    try {
      DataFolder data = part(DataFolder.open(config.dataFolder(), "agent"));
      RandomGenerator random = new SecureRandom();
      DaemonMetrics metrics = part(DaemonMetrics.create(MAX_METERS));
      LaneMetrics laneMetrics = new LaneMetrics(metrics.registry());
      ModelMetrics modelMetrics = new ModelMetrics(metrics.registry(), laneMetrics);
      ServingHost models = part(models(data, clock, random, modelMetrics));
      modelMetrics.memory(models);
      CacheMetrics cacheMetrics = new CacheMetrics(metrics.registry(), clock);
      BatchedCalls calls = part(BatchedCalls.on(models.device(), clock, laneMetrics));
      ServiceHost host =
          part(
              InProcessHost.open(
                  config.services(),
                  config.node().tier(),
                  models,
                  clients(),
                  Settings.of(config.settings()),
                  calls,
                  data.path("services")));
      NodeLanes lanes = NodeLanes.of(models, calls);
      laneMetrics.show(models, calls);
      this.services =
          Stream.concat(host.services().stream(), models.models().stream().map(ModelService::new))
              .toList();
      SystemScheduler scheduler = part(SystemScheduler.create("edgewise-timer"));
      HealthWatch health = part(new HealthWatch(services, scheduler, healthThreads()));
      health.begin();
      List<HostedService> served =
          OpenInference.beside(
              services, models.catalogue(), config.models().folder().isPresent(), version, clock);
      Admission admission =
          new Admission(
              served.stream()
                  .flatMap(service -> service.methods().stream())
                  .map(MethodContract::fullName)
                  .toList(),
              served.stream().flatMap(Agent::inLanes).collect(Collectors.toSet()),
              lanes,
              config.capacity(),
              clock,
              clock.now().toEpochMilli());
      NodeCache cache =
          part(
              NodeCache.of(
                  config,
                  data,
                  served,
                  models::embedder,
                  admission,
                  cacheMetrics::show,
                  clock,
                  random));
      StateKeeping states = part(states(clock, random));
      AgentMetrics meter = new AgentMetrics(metrics.registry());
      meter.node(config.node(), version);
      meter.admission(admission);
      GenerationMetrics generationMetrics = new GenerationMetrics(metrics.registry());
      GenerationBoard board = new GenerationBoard(clock, generationMetrics);
      generationMetrics.show(board);
      services.forEach(service -> meter.service(service.name(), health));
      Hardware hardware =
          new HardwareProbe(TOOL_SECONDS)
              .look(
                  System.getProperty("os.name", ""),
                  System.getProperty("os.arch", ""),
                  Runtime.getRuntime().availableProcessors())
              .with(config.fleet().accelerators());
      sayWhatItHas(hardware, served);
      this.server =
          part(
              AgentServer.start(
                  new InetSocketAddress(config.bind(), config.grpcPort()),
                  config.limits(),
                  config.node(),
                  hardware.accelerators(),
                  version,
                  served,
                  admission,
                  cache,
                  states,
                  health,
                  config.development(),
                  meter,
                  board,
                  scheduler,
                  clock,
                  random));
      this.warming = Warming.of(models.preloads(), models.preloadWait(), scheduler);
      this.pages =
          part(
              HttpPages.start(
                  new InetSocketAddress(config.bind(), config.httpPort()),
                  "httpPort",
                  Map.of(
                      "/metrics",
                      metrics,
                      "/health/live",
                      Readiness::alive,
                      "/health/ready",
                      new Readiness(admission, health, services, warming))));
      Offering offering =
          new Offering(
              config,
              version,
              config.fleet().advertise().orElse(address(server.port())),
              hardware,
              services,
              health,
              admission,
              lanes,
              cache,
              board);
      Optional<GrpcUplink> uplink =
          config.fleet().orchestrator().map(orchestrator -> part(new GrpcUplink(orchestrator)));
      this.lease =
          uplink.map(
              way -> new LeaseKeeper(way.orchestrator(), way, offering, clock, scheduler, random));
      lease.ifPresent(
          keeper -> {
            health.whenChanged(keeper::offerChanged);
            meter.lease(keeper::status);
            // Nobody should be sent here while what they call is still being loaded.
            warming.whenOver(() -> uplink.orElseThrow().locate(keeper::begin));
            part(() -> keeper.stop("the agent has ended"));
          });
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /**
   * Starts an agent; when this returns, it takes calls.
   *
   * @throws dev.edgewise.core.EdgewiseException that says what is wrong; nothing stays open then
   */
  public static Agent start(AgentConfig config, String version, Clock clock) {
    return new Agent(config, version, clock);
  }

  private ServingHost models(
      DataFolder data, Clock clock, RandomGenerator random, ModelMetrics metrics) {
    NodeEngines engines =
        NodeEngines.choose(
            config.models().engines(),
            new HardwareProbe(TOOL_SECONDS),
            System.getProperty("edgewise.dist", ""));
    return ServingHost.open(
        new ModelHosting.Setting(
            config.models().folder(),
            Agent.class.getClassLoader(),
            engines.all(),
            engines.options(config.models().values()),
            Optional.of(data.path("models")),
            clock,
            random),
        metrics);
  }

  private StateKeeping states(Clock clock, RandomGenerator random) {
    return config
        .generationShared()
        .map(
            address ->
                StateKeeping.shared(
                    TierStates.at(address, clock, random),
                    Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("edgewise-state-", 0).factory()),
                    clock))
        .orElseGet(() -> StateKeeping.alone(clock));
  }

  /**
   * Threads of the system's own: engines pin the carriers of virtual threads, and a busy node must
   * not look ill.
   */
  private static Stream<String> inLanes(HostedService service) {
    return service.methods().stream().map(MethodContract::fullName).filter(service::queuesInLanes);
  }

  private static ExecutorService healthThreads() {
    return Executors.newThreadPerTaskExecutor(
        Thread.ofPlatform().daemon().name("edgewise-health").factory());
  }

  /** What a call may need and find here, and which methods of this node it will not find here. */
  private static void sayWhatItHas(Hardware hardware, List<HostedService> services) {
    LOG.log(Level.INFO, "accelerators: {0}", Needs.words(hardware.accelerators()));
    for (HostedService service : services) {
      for (MethodContract method : service.methods()) {
        if (!method.needs().map(needs -> needs.metBy(hardware.accelerators())).orElse(true)) {
          LOG.log(
              Level.WARNING,
              "{0} needs {1}, which this node does not have: calls of it are refused here. If it"
                  + " has one that was not found, declare it with --accelerators.",
              method.fullName(),
              method.needs().orElseThrow().words());
        }
      }
    }
  }

  /** The port that it listens on. */
  public int port() {
    return server.port();
  }

  @Override
  public String readyLine() {
    return "ready node="
        + config.node().name()
        + " tier="
        + config.node().tier().name().toLowerCase(Locale.ROOT)
        + " site="
        + config.node().site().name()
        + " grpc="
        + address(port())
        + " http="
        + address(pages.port())
        + " services="
        + services.stream().map(service -> service.name()).collect(Collectors.joining(","));
  }

  @Override
  public void whenReady(Runnable then) {
    warming.whenOver(then);
  }

  /**
   * Stops the server without failing a call that ends within {@code patience}. What calls may still
   * be using, when some did not end, stays open until {@link #close}.
   */
  @Override
  public boolean drain(Duration patience) throws InterruptedException {
    // Whoever has a view of the fleet should lose this node before it turns calls away.
    lease.ifPresent(keeper -> keeper.stop("the agent is stopping"));
    return server.drain(patience);
  }

  @Override
  public void close() {
    for (AutoCloseable part = parts.poll(); part != null; part = parts.poll()) {
      try {
        part.close();
      } catch (Exception e) {
        LOG.log(Level.WARNING, "stopping: " + e, e);
      }
    }
  }

  private String address(int port) {
    return (config.bind().contains(":") ? "[" + config.bind() + "]" : config.bind()) + ":" + port;
  }

  private <T extends AutoCloseable> T part(T part) {
    parts.push(part);
    return part;
  }

  /**
   * An agent that was given an orchestrator or nodes is a client of the fleet, for the bodies that
   * call other services; it becomes one when the first of them does.
   */
  private Clients clients() {
    if (config.fleet().orchestrator().isEmpty()
        && config.edgeNodes().isEmpty()
        && config.cloudZone().isEmpty()) {
      return NoClients.INSTANCE;
    }
    return new FleetClients(() -> part(client()));
  }

  private Edgewise client() {
    Edgewise.Builder builder =
        Edgewise.builder().site(config.node().site().name()).name(config.node().name());
    config.fleet().orchestrator().ifPresent(builder::orchestrator);
    builder.edgeNodes(config.edgeNodes().toArray(String[]::new));
    config.cloudZone().ifPresent(builder::cloudZone);
    return builder.build();
  }
}
