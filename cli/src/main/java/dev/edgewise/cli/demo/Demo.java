package dev.edgewise.cli.demo;

import dev.edgewise.annotations.Tier;
import dev.edgewise.cli.certs.LocalCertificates;
import dev.edgewise.cli.daemon.Child;
import dev.edgewise.cli.daemon.Children;
import dev.edgewise.cli.daemon.Daemon;
import dev.edgewise.cli.daemon.LocalFleet;
import dev.edgewise.cli.daemon.Ports;
import dev.edgewise.cli.demo.DemoEvent.Album;
import dev.edgewise.cli.demo.DemoEvent.Call;
import dev.edgewise.cli.demo.DemoEvent.Done;
import dev.edgewise.cli.demo.DemoEvent.Node;
import dev.edgewise.cli.demo.DemoEvent.Picture;
import dev.edgewise.cli.demo.DemoEvent.Trouble;
import dev.edgewise.cli.shell.CommandFailure;
import dev.edgewise.cli.shell.Dist;
import dev.edgewise.cli.shell.JavaCommand;
import dev.edgewise.cli.shell.OrchestratorOption;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.cli.shell.Words;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.tls.TlsFiles;
import dev.edgewise.sdk.wire.decision.DecisionFiles;
import dev.edgewise.sdk.wire.operator.OperatorClient;
import dev.edgewise.sdk.wire.tls.Tls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The demo's script: an orchestrator, three agents and an application as processes, pictures, an
 * album, a call by HTTP, load, a slow-down, a kill -9 of the orchestrator and one of an agent.
 * Single use, one thread.
 */
final class Demo implements DemoScript {
  private static final List<String> EDGES = List.of("nyc-edge01", "london-edge02");
  private static final String ZONE = "west1";

  private static final String SAMPLE = "samples/vision";

  // Generous bounds: a cold, noisy machine with two cores takes its time.
  private static final long READY_MILLIS = 60_000;
  private static final long PICTURES_MILLIS = 40_000;
  private static final long STEADY_MILLIS = 4_000;
  private static final long SLOW_LEAST_MILLIS = 4_000;
  private static final long SLOW_MOST_MILLIS = 15_000;
  private static final long BACK_MOST_MILLIS = 5_000;
  private static final long WITHOUT_ORCHESTRATOR_MILLIS = 5_000;
  private static final long AFTER_ITS_RETURN_MILLIS = 5_000;
  private static final long AFTER_KILL_MILLIS = 4_000;
  private static final long DRAIN_MILLIS = 15_000;
  private static final double LAST_SECONDS = 3_000;

  private final Shell shell;
  private final Dist dist;
  private final Path folder;
  private final Children children;
  private final LocalFleet fleet;
  private final Optional<Tls> tls;
  private final Optional<Path> client;
  private final DemoFeed feed;
  private final int grpcPort;
  private final int httpPort;
  private final Map<String, Daemon> agents = new LinkedHashMap<>();
  private double killedAt;

  Demo(
      Shell shell,
      Dist dist,
      Path folder,
      Children children,
      Optional<LocalCertificates> certificates) {
    this.shell = shell;
    this.dist = dist;
    this.feed = new DemoFeed(shell.clock());
    this.folder = folder;
    this.children = children;
    this.fleet = new LocalFleet(dist, folder, children, certificates);
    this.tls =
        certificates.map(each -> Tls.once(TlsFiles.in(each.operator("demo")), shell.clock()));
    this.client = certificates.map(each -> each.client("application"));
    Ports ports = new Ports(shell.random());
    this.grpcPort = ports.free();
    this.httpPort = ports.free();
  }

  @Override
  public Told run() throws InterruptedException {
    Daemon orchestrator = startFleet();
    Child application = startApplication("--events");
    application.send("pictures");
    shell.progress("looking for faces in the pictures, then making the album");
    awaitDone(application, "pictures", PICTURES_MILLIS);
    shell.progress("calling through the gateway, by HTTP");
    DemoReport.GatewayLine gateway =
        DemoGateway.call(shell, page(), orchestratorAddress(), dist.jar(SAMPLE), tls);
    application.send("load");
    shell.progress("steady load for " + STEADY_MILLIS / 1000 + " s");
    watch(application, STEADY_MILLIS);
    DemoReport.Slowed slowed = slowDown(application);
    OrchestratorOutage outage = killOrchestrator(orchestrator, application);
    DemoReport.Killed killed = kill(application);
    application.send("stop");
    awaitDone(application, "load", DRAIN_MILLIS);
    List<Album> albums = feed.all(Album.class);
    if (albums.isEmpty()) {
      throw broken("the application made no album", application.log());
    }
    keepDecisions(gateway);
    // Counted again now that the last answers are in.
    int failedCalls = DemoFigures.failedSince(feed.calls(), killedAt);
    DemoReport report =
        DemoReport.of(
            feed.all(Picture.class),
            albums.getFirst(),
            gateway,
            feed.calls(),
            slowed,
            outage.report(feed.calls()),
            new DemoReport.Killed(killed.node(), failedCalls, killed.detectMillis()));
    return new Told(report, DemoText.of(report), report.broken());
  }

  @Override
  public String page() {
    return (tls.isPresent() ? "https" : "http") + "://127.0.0.1:" + httpPort + "/";
  }

  @Override
  public void keepBusy() {
    startApplication("--load");
  }

  /**
   * The orchestrator ends with the demo, and with it what it knows of calls; those that the report
   * points at are kept where {@code edgewise explain} looks without one.
   */
  private void keepDecisions(DemoReport.GatewayLine gateway) {
    try (OperatorClient operator = OperatorClient.connect(orchestratorAddress(), tls);
        DecisionFiles files =
            DecisionFiles.open(
                DecisionFiles.defaultFolder(shell.environment()),
                DecisionFiles.Limits.DEFAULT,
                shell.clock(),
                shell.random(),
                Thread.ofPlatform().daemon().factory())) {
      List<String> decisions = new ArrayList<>();
      feed.all(Picture.class).forEach(picture -> decisions.add(picture.decision()));
      decisions.add(gateway.decision());
      for (String decision : decisions) {
        operator.findDecision(decision, OrchestratorOption.TIMEOUT).ifPresent(files::append);
      }
    } catch (EdgewiseException e) {
      shell.progress("the decisions of this demo could not be kept: " + e.getMessage());
    }
  }

  // ------------------------------------------------------------------ processes

  private String orchestratorAddress() {
    return "127.0.0.1:" + grpcPort;
  }

  private Daemon startFleet() throws InterruptedException {
    shell.progress(
        "starting an orchestrator, edge agents "
            + String.join(" and ", EDGES)
            + ", and cloud agent "
            + ZONE);
    double begun = now();
    Daemon orchestrator = fleet.orchestrator(grpcPort, httpPort, 1);
    for (String name : EDGES) {
      agents.put(name, startAgent(name, Tier.EDGE));
    }
    agents.put(ZONE, startAgent(ZONE, Tier.CLOUD));
    orchestrator.awaitReady(shell.clock(), READY_MILLIS);
    for (Daemon agent : agents.values()) {
      agent.awaitReady(shell.clock(), READY_MILLIS);
    }
    shell.progress(
        String.format(
            "ready after %.1f s; while this runs, its page is %s", (now() - begun) / 1000, page()));
    return orchestrator;
  }

  private Daemon startAgent(String name, Tier tier) {
    // More than the application ever has in flight, on a machine of any size.
    List<String> flags = List.of("--concurrency=2", "--queue=32");
    return fleet.agent(
        new LocalFleet.Agent(name, tier, name, 0, 0, List.of(dist.jar(SAMPLE)), flags),
        orchestratorAddress());
  }

  /** It names nodes and the zone; where they are is for the orchestrator to say. */
  private Child startApplication(String mode) {
    List<String> arguments = new ArrayList<>();
    arguments.add("--orchestrator=" + orchestratorAddress());
    EDGES.forEach(edge -> arguments.add("--edge=" + edge));
    arguments.add("--zone=" + ZONE);
    arguments.add(mode);
    List<String> command =
        JavaCommand.of(
            dist,
            LocalFleet.LIGHT,
            dist.classPath(SAMPLE),
            "dev.edgewise.samples.vision.VisionApp",
            arguments);
    String name = "application" + mode;
    return children.start(
        name,
        new ProcessBuilder(command),
        client,
        folder.resolve(name + ".log"),
        mode.equals("--events") ? feed::line : line -> {});
  }

  // ------------------------------------------------------------------ stages

  private DemoReport.Slowed slowDown(Child application) throws InterruptedException {
    double slowedAt = now();
    double since = slowedAt - LAST_SECONDS;
    String node = busiest(since, slowedAt);
    double before = DemoFigures.share(feed.calls(), node, since, slowedAt);
    shell.progress(node + " is slowed down to a tenth of its speed");
    double until;
    try (SlowDown _ = SlowDown.of(children, agent(node).child(), folder.resolve("slow-down.log"))) {
      feed.await(SLOW_MOST_MILLIS, f -> trouble(application) || hasMoved(node, slowedAt));
      until = now();
    }
    checkNoTrouble(application);
    List<Call> calls = feed.calls();
    double after = DemoFigures.share(calls, node, until - 2000, until);
    OptionalDouble moved = DemoFigures.millisToMove(calls, node, slowedAt, until);
    shell.progress(node + " runs at full speed again");
    feed.await(BACK_MOST_MILLIS, f -> trouble(application) || isBack(node, until));
    return new DemoReport.Slowed(
        node, Words.rounded(before, 3), Words.rounded(after, 3), rounded(moved));
  }

  /** Long enough, and in the last two seconds hardly a call went there. */
  private boolean hasMoved(String node, double slowedAt) {
    double now = now();
    return now - slowedAt >= SLOW_LEAST_MILLIS
        && DemoFigures.share(feed.calls(), node, now - 2000, now) <= DemoFigures.SMALL_SHARE
        && DemoFigures.millisToMove(feed.calls(), node, slowedAt, now).isPresent();
  }

  private boolean isBack(String node, double since) {
    double now = now();
    return now - since >= 1000
        && DemoFigures.share(feed.calls(), node, now - 1000, now) > DemoFigures.SMALL_SHARE;
  }

  /**
   * Kills the orchestrator, does without it, starts it again with the data that it left, and waits
   * until it knows its fleet again.
   */
  private OrchestratorOutage killOrchestrator(Daemon orchestrator, Child application)
      throws InterruptedException {
    shell.progress("the orchestrator is killed with kill -9; the calls go on");
    double killed = now();
    orchestrator.child().kill();
    watch(application, WITHOUT_ORCHESTRATOR_MILLIS);
    double restarted = now();
    fleet.orchestrator(grpcPort, httpPort, 2).awaitReady(shell.clock(), READY_MILLIS);
    double ready = now();
    double back = DemoReport.NEVER;
    try (FleetCount count = FleetCount.at(orchestratorAddress(), tls)) {
      boolean whole =
          feed.await(
              AFTER_ITS_RETURN_MILLIS,
              f -> trouble(application) || count.isWhole(agents.size(), 1));
      if (whole) {
        back = now() - ready;
        shell.progress("the orchestrator was started again and knows its fleet");
      } else {
        shell.progress("the orchestrator was started again; its fleet is not complete");
      }
    }
    watch(application, Math.max(1, AFTER_ITS_RETURN_MILLIS - (long) (now() - ready)));
    int ended = (int) agents.values().stream().filter(agent -> !agent.child().isAlive()).count();
    return new OrchestratorOutage(killed, now(), ready - restarted, back, ended);
  }

  /**
   * What happened while the orchestrator was away and after; instants are milliseconds since the
   * epoch.
   */
  private record OrchestratorOutage(
      double killed, double until, double startMillis, double backMillis, int agentsEnded) {
    DemoReport.OrchestratorKilled report(List<Call> calls) {
      return new DemoReport.OrchestratorKilled(
          DemoFigures.madeIn(calls, killed, until),
          DemoFigures.failedIn(calls, killed, until),
          Words.rounded(startMillis, 0),
          Words.rounded(backMillis, 0),
          agentsEnded);
    }
  }

  private DemoReport.Killed kill(Child application) throws InterruptedException {
    String node = busiest(now() - 2000, now());
    shell.progress(node + " is killed with kill -9");
    killedAt = now();
    agent(node).child().kill();
    watch(application, AFTER_KILL_MILLIS);
    OptionalDouble detected = DemoFigures.millisToDetect(feed.all(Node.class), node, killedAt);
    return new DemoReport.Killed(node, 0, rounded(detected));
  }

  /** The edge with most calls; a load of edge calls without any answer from an edge is a defect. */
  private String busiest(double from, double to) {
    return DemoFigures.busiest(feed.calls(), "edge", from, to)
        .orElseThrow(() -> broken("no edge agent answered a call under load", folder));
  }

  private Daemon agent(String node) {
    Daemon agent = agents.get(node);
    if (agent == null) {
      throw broken("an answer came from an unknown node: " + node, folder);
    }
    return agent;
  }

  private static double rounded(OptionalDouble millis) {
    return millis.isPresent() ? Words.rounded(millis.getAsDouble(), 1) : DemoReport.NEVER;
  }

  // ------------------------------------------------------------------ waiting

  private void watch(Child application, long millis) throws InterruptedException {
    feed.await(millis, f -> trouble(application));
    checkNoTrouble(application);
  }

  private void awaitDone(Child application, String stage, long millis) throws InterruptedException {
    Done done = new Done(stage);
    boolean came =
        feed.await(millis, f -> f.all(Done.class).contains(done) || trouble(application));
    checkNoTrouble(application);
    if (!came) {
      throw broken(
          "the application did not finish its " + stage + " within " + millis / 1000 + " s",
          application.log());
    }
  }

  private boolean trouble(Child application) {
    return feed.trouble().isPresent() || !application.isAlive();
  }

  private void checkNoTrouble(Child application) {
    feed.trouble()
        .map(Trouble::message)
        .ifPresent(
            message -> {
              throw broken(message, application.log());
            });
    if (!application.isAlive()) {
      throw broken(
          "the application ended with exit code " + application.exitCode(), application.log());
    }
  }

  private double now() {
    return shell.clock().now().toEpochMilli();
  }

  private CommandFailure broken(String what, Path log) {
    return DemoScript.broken(what, log, folder);
  }
}
