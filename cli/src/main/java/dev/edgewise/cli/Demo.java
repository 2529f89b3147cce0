package dev.edgewise.cli;

import dev.edgewise.cli.DemoEvent.Album;
import dev.edgewise.cli.DemoEvent.Call;
import dev.edgewise.cli.DemoEvent.Done;
import dev.edgewise.cli.DemoEvent.Node;
import dev.edgewise.cli.DemoEvent.Picture;
import dev.edgewise.cli.DemoEvent.Trouble;
import dev.edgewise.core.ErrorCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The demo's script: three agents and an application as processes, pictures, an album, load, a
 * slow-down, a kill -9. Single use, one thread.
 */
final class Demo {
  private static final List<String> EDGES = List.of("nyc-edge01", "london-edge02");
  private static final String ZONE = "west1";

  /** Five JVMs on two cores: start quickly, stay small. */
  private static final List<String> LIGHT = List.of("-XX:TieredStopAtLevel=1", "-Xmx256m");

  private static final String SAMPLE = "samples/vision";

  // Generous bounds: a cold, noisy machine with two cores takes its time.
  private static final long READY_MILLIS = 60_000;
  private static final long PICTURES_MILLIS = 40_000;
  private static final long STEADY_MILLIS = 4_000;
  private static final long SLOW_LEAST_MILLIS = 4_000;
  private static final long SLOW_MOST_MILLIS = 15_000;
  private static final long BACK_MOST_MILLIS = 5_000;
  private static final long AFTER_KILL_MILLIS = 4_000;
  private static final long DRAIN_MILLIS = 15_000;
  private static final double LAST_SECONDS = 3_000;

  private final Shell shell;
  private final Dist dist;
  private final Path folder;
  private final Children children;
  private final DemoFeed feed;
  private final Map<String, Child> agents = new LinkedHashMap<>();
  private double killedAt;

  Demo(Shell shell, Dist dist, Path folder, Children children) {
    this.shell = shell;
    this.dist = dist;
    this.feed = new DemoFeed(shell.clock());
    this.folder = folder;
    this.children = children;
  }

  DemoReport run() throws InterruptedException {
    Map<String, String> addresses = startAgents();
    Child application = startApplication(addresses);
    application.send("pictures");
    shell.progress("looking for faces in the pictures, then making the album");
    awaitDone(application, "pictures", PICTURES_MILLIS);
    application.send("load");
    shell.progress("steady load for " + STEADY_MILLIS / 1000 + " s");
    watch(application, STEADY_MILLIS);
    DemoReport.Slowed slowed = slowDown(application);
    DemoReport.Killed killed = kill(application);
    application.send("stop");
    awaitDone(application, "load", DRAIN_MILLIS);
    List<Album> albums = feed.all(Album.class);
    if (albums.isEmpty()) {
      throw broken("the application made no album", application.log());
    }
    // Counted again now that the last answers are in.
    int failedCalls = DemoFigures.failedSince(feed.calls(), killedAt);
    return DemoReport.of(
        feed.all(Picture.class),
        albums.getFirst(),
        feed.calls(),
        slowed,
        new DemoReport.Killed(killed.node(), failedCalls, killed.detectMillis()));
  }

  // ------------------------------------------------------------------ processes

  private Map<String, String> startAgents() throws InterruptedException {
    shell.progress("starting edge agents " + String.join(", ", EDGES) + " and cloud agent " + ZONE);
    double begun = now();
    Map<String, CompletableFuture<String>> ready = new LinkedHashMap<>();
    for (String name : EDGES) {
      ready.put(name, startAgent("edge-agent", "dev.edgewise.agent.edge.EdgeAgent", name));
    }
    ready.put(ZONE, startAgent("cloud-agent", "dev.edgewise.agent.cloud.CloudAgent", ZONE));
    Map<String, String> addresses = new LinkedHashMap<>();
    for (Map.Entry<String, CompletableFuture<String>> agent : ready.entrySet()) {
      addresses.put(agent.getKey(), addressOf(agent.getKey(), agent.getValue()));
    }
    shell.progress(String.format("ready after %.1f s", (now() - begun) / 1000));
    return addresses;
  }

  private CompletableFuture<String> startAgent(String program, String main, String name) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--node=" + name,
                "--grpc-port=0",
                "--services=" + dist.jar(SAMPLE),
                "--data-folder=" + folder.resolve(name),
                // More than the application ever has in flight, on a machine of any size.
                "--concurrency=2",
                "--queue=32",
                "--exit-with-stdin"));
    if (name.equals(ZONE)) {
      arguments.add("--zone=" + ZONE);
    }
    List<String> command = JavaCommand.of(dist, LIGHT, dist.classPath(program), main, arguments);
    CompletableFuture<String> ready = new CompletableFuture<>();
    Child agent =
        children.start(
            name,
            new ProcessBuilder(command),
            folder.resolve(name + ".log"),
            line -> {
              if (line.startsWith("ready ")) {
                ready.complete(line);
              }
            });
    agents.put(name, agent);
    return ready;
  }

  private String addressOf(String name, CompletableFuture<String> ready)
      throws InterruptedException {
    Child agent = agents.get(name);
    double end = now() + READY_MILLIS;
    while (agent != null && now() < end) {
      try {
        return ReadyLine.parse(ready.get(100, TimeUnit.MILLISECONDS)).grpc();
      } catch (TimeoutException | ExecutionException e) {
        if (!agent.isAlive() && !ready.isDone()) {
          throw broken(name + " ended with exit code " + agent.exitCode(), agent.log());
        }
      }
    }
    throw broken(name + " was not ready after " + READY_MILLIS / 1000 + " s", folder);
  }

  private Child startApplication(Map<String, String> addresses) {
    List<String> arguments = new ArrayList<>();
    for (Map.Entry<String, String> agent : addresses.entrySet()) {
      String option = agent.getKey().equals(ZONE) ? "--zone=" : "--edge=";
      arguments.add(option + agent.getKey() + "=" + agent.getValue());
    }
    arguments.add("--events");
    List<String> command =
        JavaCommand.of(
            dist,
            LIGHT,
            dist.classPath(SAMPLE),
            "dev.edgewise.samples.vision.VisionApp",
            arguments);
    return children.start(
        "application", new ProcessBuilder(command), folder.resolve("application.log"), feed::line);
  }

  // ------------------------------------------------------------------ stages

  private DemoReport.Slowed slowDown(Child application) throws InterruptedException {
    double slowedAt = now();
    double since = slowedAt - LAST_SECONDS;
    String node = busiest(since, slowedAt);
    double before = DemoFigures.share(feed.calls(), node, since, slowedAt);
    shell.progress(node + " is slowed down to a tenth of its speed");
    double until;
    try (SlowDown _ = SlowDown.of(children, agent(node), folder.resolve("slow-down.log"))) {
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
        node, DemoFigures.rounded(before, 3), DemoFigures.rounded(after, 3), rounded(moved));
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

  private DemoReport.Killed kill(Child application) throws InterruptedException {
    String node = busiest(now() - 2000, now());
    shell.progress(node + " is killed with kill -9");
    killedAt = now();
    agent(node).kill();
    watch(application, AFTER_KILL_MILLIS);
    OptionalDouble detected = DemoFigures.millisToDetect(feed.all(Node.class), node, killedAt);
    return new DemoReport.Killed(node, 0, rounded(detected));
  }

  /** The edge with most calls; a load of edge calls without any answer from an edge is a defect. */
  private String busiest(double from, double to) {
    return DemoFigures.busiest(feed.calls(), "edge", from, to)
        .orElseThrow(() -> broken("no edge agent answered a call under load", folder));
  }

  private Child agent(String node) {
    Child agent = agents.get(node);
    if (agent == null) {
      throw broken("an answer came from an unknown node: " + node, folder);
    }
    return agent;
  }

  private static double rounded(OptionalDouble millis) {
    return millis.isPresent() ? DemoFigures.rounded(millis.getAsDouble(), 1) : DemoReport.NEVER;
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
    return new Problem(
            ErrorCode.COMMAND_FAILED,
            what,
            "the demo expects its own processes to work; their logs tell more: " + log,
            "look at the logs in " + folder + ", and report it if they do not help")
        .failure();
  }
}
