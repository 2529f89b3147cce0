package dev.edgewise.agent;

import static java.util.Objects.requireNonNull;

import dev.edgewise.agent.config.AgentConfig;
import dev.edgewise.agent.control.LeaseKeeper;
import dev.edgewise.agent.control.LeaseWatch;
import dev.edgewise.agent.control.rpc.GrpcUplink;
import dev.edgewise.agent.host.HostedService;
import dev.edgewise.agent.metrics.AgentMetrics;
import dev.edgewise.agent.rpc.AgentServer;
import dev.edgewise.agent.rpc.oip.OpenInference;
import dev.edgewise.agent.serve.Admission;
import dev.edgewise.agent.serve.GenerationBoard;
import dev.edgewise.agent.serve.HealthWatch;
import dev.edgewise.agent.training.rpc.NodeTraining;
import dev.edgewise.core.Address;
import dev.edgewise.core.Clock;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.Needs;
import dev.edgewise.core.SystemScheduler;
import dev.edgewise.core.machine.Hardware;
import dev.edgewise.core.machine.HardwareProbe;
import dev.edgewise.daemon.DataFolder;
import dev.edgewise.daemon.Parts;
import dev.edgewise.daemon.Running;
import dev.edgewise.daemon.http.HttpPages;
import dev.edgewise.daemon.http.Https;
import dev.edgewise.daemon.metrics.DaemonMetrics;
import dev.edgewise.sdk.wire.tls.Tls;
import dev.edgewise.serving.state.StateKeeping;
import dev.edgewise.serving.state.TierStates;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** A running agent: what it was built from, in the order in which it was built. */
public final class Agent implements Running {
  private static final Logger LOG = System.getLogger(Agent.class.getName());

  /** Two hundred methods with five statuses each, and some room. */
  private static final int MAX_METERS = 1_500;

  /** What {@code nvidia-smi} may take for each of its answers. */
  private static final int TOOL_SECONDS = 5;

  private final AgentConfig config;
  private final Parts parts = new Parts();
  private final List<HostedService> services;
  private final AgentServer server;
  private final HttpPages pages;
  private final Optional<LeaseKeeper> lease;
  private final Warming warming;
  private final SystemScheduler scheduler;
  private final Clock clock;

  private Agent(AgentConfig config, String version, Clock clock) {
    this.config = requireNonNull(config, "config");
    try {
      DataFolder data = parts.add(DataFolder.open(config.dataFolder(), "agent"));
      RandomGenerator random = new SecureRandom();
      DaemonMetrics page = parts.add(DaemonMetrics.create(MAX_METERS));
      AgentMetrics metrics = new AgentMetrics(page.registry(), clock);
      HardwareProbe probe = new HardwareProbe(TOOL_SECONDS);
      NodeServices hosted = NodeServices.open(config, data, probe, metrics, parts, clock, random);
      this.services = hosted.all();
      this.clock = clock;
      this.scheduler = parts.add(SystemScheduler.create("edgewise-timer"));
      HealthWatch health = parts.add(new HealthWatch(services, scheduler, healthThreads()));
      health.begin();
      // What callers may call: beside the services, the open protocol.
      List<HostedService> offered =
          OpenInference.beside(
              services,
              hosted.models().catalogue(),
              config.models().folder().isPresent(),
              version,
              clock);
      Admission admission = admission(offered, hosted.lanes(), clock);
      NodeCache cache =
          parts.add(
              NodeCache.of(
                  config,
                  data,
                  offered,
                  hosted.models()::embedder,
                  admission,
                  metrics::cache,
                  clock,
                  random));
      StateKeeping states = parts.add(states(clock, random));
      GenerationBoard board = new GenerationBoard(clock, metrics.generations());
      metrics.node(config.node(), version);
      metrics.admission(admission);
      metrics.board(board);
      services.forEach(service -> metrics.service(service.name(), health));
      Hardware hardware = hardware(probe);
      sayWhatItHas(hardware, offered);
      Optional<Tls> tls = config.tls().map(files -> parts.add(Tls.open(files, scheduler, clock)));
      this.server =
          parts.add(
              AgentServer.start(
                  new InetSocketAddress(config.bind(), config.grpcPort()),
                  tls,
                  config.limits(),
                  config.node(),
                  hardware.accelerators(),
                  version,
                  offered,
                  admission,
                  cache,
                  states,
                  health,
                  config.development(),
                  metrics,
                  board,
                  scheduler,
                  clock,
                  random));
      this.warming =
          Warming.of(hosted.models().preloads(), hosted.models().preloadWait(), scheduler);
      this.pages =
          parts.add(
              HttpPages.start(
                  new InetSocketAddress(config.bind(), config.httpPort()),
                  "httpPort",
                  Map.of(
                      "/metrics",
                      page,
                      "/health/live",
                      Readiness::alive,
                      "/health/ready",
                      new Readiness(admission, health, services, warming)),
                  tls.map(own -> new Https(own.sslContext(), own::refusedPlainText))));
      Offering offering =
          new Offering(
              config,
              version,
              config.fleet().advertise().orElse(address(server.port())),
              hardware,
              services,
              health,
              admission,
              hosted.lanes(),
              cache,
              board);
      this.lease =
          config
              .fleet()
              .orchestrator()
              .map(
                  orchestrator ->
                      lease(
                          orchestrator, tls, offering, health, metrics, clock, scheduler, random));
      config
          .fleet()
          .orchestrator()
          .filter(orchestrator -> config.training().enabled())
          .ifPresent(orchestrator -> train(orchestrator, tls, data, random));
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

  private Admission admission(List<HostedService> offered, NodeLanes lanes, Clock clock) {
    List<String> methods = new ArrayList<>();
    Set<String> inLanes = new HashSet<>();
    for (HostedService service : offered) {
      for (MethodContract method : service.methods()) {
        methods.add(method.fullName());
        if (service.queuesInLanes(method.fullName())) {
          inLanes.add(method.fullName());
        }
      }
    }
    return new Admission(
        methods, inLanes, lanes, config.capacity(), clock, clock.now().toEpochMilli());
  }

  private Hardware hardware(HardwareProbe probe) {
    return probe
        .look(
            System.getProperty("os.name", ""),
            System.getProperty("os.arch", ""),
            Runtime.getRuntime().availableProcessors())
        .with(config.fleet().accelerators());
  }

  /** Looks for the orchestrator, and registers there once the node is ready. */
  private LeaseKeeper lease(
      String orchestrator,
      Optional<Tls> tls,
      Offering offering,
      HealthWatch health,
      AgentMetrics metrics,
      Clock clock,
      SystemScheduler scheduler,
      RandomGenerator random) {
    GrpcUplink uplink = parts.add(new GrpcUplink(orchestrator, tls));
    LeaseKeeper keeper =
        new LeaseKeeper(uplink.orchestrator(), uplink, offering, clock, scheduler, random);
    health.whenChanged(keeper::offerChanged);
    metrics.lease(keeper::status);
    // Nobody should be sent here while what they call is still being loaded.
    warming.whenOver(() -> uplink.locate(keeper::begin));
    parts.add(() -> keeper.stop("the agent has ended"));
    return keeper;
  }

  private void train(
      String orchestrator, Optional<Tls> tls, DataFolder data, RandomGenerator random) {
    parts.add(
        NodeTraining.begin(
            orchestrator,
            tls,
            config.node(),
            config.training(),
            data.path("training"),
            Address.parse(config.fleet().advertise().orElse(address(server.port()))).host(),
            System.getenv(),
            scheduler,
            clock,
            random));
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

  /** A node that was started for a fleet ends when that has forgotten it. */
  @Override
  public void whenOver(Runnable stop) {
    Optional<Duration> most = config.fleet().endWithoutLease();
    if (most.isEmpty() || lease.isEmpty()) {
      return;
    }
    LeaseKeeper keeper = lease.get();
    new LeaseWatch(most.get(), () -> keeper.status().held(), clock, scheduler)
        .begin(
            () -> {
              LOG.log(
                  Level.WARNING,
                  "no orchestrator has given this node a lease for {0}: it ends, as endWithoutLease"
                      + " asks",
                  most.get());
              stop.run();
            });
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
    parts.close();
  }

  private String address(int port) {
    return (config.bind().contains(":") ? "[" + config.bind() + "]" : config.bind()) + ":" + port;
  }
}
