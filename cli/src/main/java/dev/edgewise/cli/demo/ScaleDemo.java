package dev.edgewise.cli.demo;

import dev.edgewise.cli.certs.LocalCertificates;
import dev.edgewise.cli.daemon.Child;
import dev.edgewise.cli.daemon.Children;
import dev.edgewise.cli.daemon.LocalFleet;
import dev.edgewise.cli.daemon.Ports;
import dev.edgewise.cli.demo.DemoEvent.Done;
import dev.edgewise.cli.demo.DemoEvent.Order;
import dev.edgewise.cli.demo.DemoEvent.Trouble;
import dev.edgewise.cli.demo.ScaleFigures.Part;
import dev.edgewise.cli.shell.CommandFailure;
import dev.edgewise.cli.shell.Dist;
import dev.edgewise.cli.shell.JavaCommand;
import dev.edgewise.cli.shell.Shell;
import dev.edgewise.cli.shell.Words;
import dev.edgewise.core.tls.TlsFiles;
import dev.edgewise.sdk.wire.operator.OperatorClient;
import dev.edgewise.sdk.wire.operator.ZoneReport;
import dev.edgewise.sdk.wire.tls.Tls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The script of the demo of scaling: an orchestrator with a zone that has no node, an application
 * whose first order wakes it, thirty times the load, less of it, and none.
 */
final class ScaleDemo implements DemoScript {
  private static final String SAMPLE = "samples/tickets";
  private static final Duration ASK = Duration.ofSeconds(5);

  // Generous bounds: a cold, noisy machine with two cores takes its time.
  private static final long READY_MILLIS = 60_000;
  private static final long LEARN_MILLIS = 90_000;
  private static final long ORDER_MILLIS = 30_000;
  private static final long REST_MILLIS = 4_000;
  private static final long QUIET_MILLIS = 8_000;
  private static final long LATER_MILLIS = 10_000;
  private static final long LESS_MILLIS = 30_000;
  private static final long ZERO_MILLIS = 150_000;

  private static final int QUIET = 2;
  private static final int SALE = 60;

  /** Enough that a scaler is soon sure that it has ended; a rate of few calls fades slowly. */
  private static final int LESS = 20;

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
  private final List<Part> parts = new ArrayList<>();

  ScaleDemo(
      Shell shell,
      Dist dist,
      Path folder,
      Children children,
      Optional<LocalCertificates> certificates) {
    this.shell = shell;
    this.dist = dist;
    this.folder = folder;
    this.children = children;
    this.fleet = new LocalFleet(dist, folder, children, certificates);
    this.tls =
        certificates.map(each -> Tls.once(TlsFiles.in(each.operator("demo")), shell.clock()));
    this.client = certificates.map(each -> each.client("application"));
    this.feed = new DemoFeed(shell.clock());
    Ports ports = new Ports(shell.random());
    this.grpcPort = ports.free();
    this.httpPort = ports.free();
  }

  @Override
  public Told run() throws InterruptedException {
    String file = ScaleZone.file(dist.jar(SAMPLE));
    shell.progress(
        "starting an orchestrator with zone "
            + ScaleZone.NAME
            + " of 0 to 4 nodes; its file is shown at the end");
    fleet
        .orchestrator(grpcPort, httpPort, 1, List.of(write(file)))
        .awaitReady(shell.clock(), READY_MILLIS);
    try (OperatorClient operator = OperatorClient.connect(address(), tls)) {
      ScaleWatch watch = new ScaleWatch(shell, () -> operator.zones(ASK), feed);
      double learned = learn(watch);
      ScaleReport report = tell(watch, file, learned);
      return new Told(report, ScaleText.of(report), report.broken());
    }
  }

  /** Until it is known what the zone offers, and no node of it runs; in seconds of a node. */
  private double learn(ScaleWatch watch) throws InterruptedException {
    shell.progress("one node is started once, so that it is known what the zone offers");
    boolean rests =
        watch.until(
            LEARN_MILLIS,
            zone -> !zone.services().isEmpty() && zone.nodes().isEmpty(),
            () -> checkNoTrouble(Optional.empty()));
    if (!rests) {
      throw broken(
          "zone "
              + ScaleZone.NAME
              + " did not learn what it offers within "
              + LEARN_MILLIS / 1000
              + " s",
          folder.resolve("orchestrator.log"));
    }
    return watch.looks().getLast().nodeSeconds();
  }

  private ScaleReport tell(ScaleWatch watch, String file, double learned)
      throws InterruptedException {
    watch.begin();
    shell.progress(
        "zone "
            + ScaleZone.NAME
            + " is at rest: no node runs, nothing is paid. While this runs, the page is "
            + page());
    Child application = startApplication("application");
    step(watch, "at rest", 0, () -> watch(watch, application, REST_MILLIS, zone -> false));

    shell.progress("the first order comes, and waits for a node");
    step(watch, "the first order", 0, () -> firstOrder(watch, application));
    feed.all(Order.class)
        .forEach(
            order ->
                shell.progress(
                    order.ok()
                        ? "its ticket is there after "
                            + Words.duration(Duration.ofMillis((long) order.took()))
                        : "there is no ticket: " + order.error()));

    come(watch, application, QUIET);
    step(watch, "a quiet day", QUIET, () -> watch(watch, application, QUIET_MILLIS, z -> false));

    shell.progress("the sale opens: thirty times as many orders");
    come(watch, application, SALE);
    int sale = parts.size();
    step(
        watch,
        "the sale, first 30 s",
        SALE,
        () -> watch(watch, application, ScaleReport.OPENING.toMillis(), z -> false));
    step(
        watch, "the sale goes on", SALE, () -> watch(watch, application, LATER_MILLIS, z -> false));

    shell.progress("nearly sold out: fewer orders, and nodes that are not needed drain");
    come(watch, application, LESS);
    step(
        watch,
        "nearly sold out",
        LESS,
        () ->
            watch(
                watch,
                application,
                LESS_MILLIS,
                zone -> zone.in("ready") == 1 && zone.nodes().size() == 1));

    shell.progress("nobody comes any more");
    come(watch, application, 0);
    application.send("stop");
    step(watch, "back to zero", 0, () -> rest(watch, application));
    return ScaleReport.of(
        file,
        new ScaleReport.Story(
            parts,
            sale,
            feed.all(Order.class),
            watch.looks(),
            watch.events(),
            watch.because(),
            watch.slowestStartMillis(),
            learned));
  }

  // ------------------------------------------------------------------ steps

  /** What happens in a step. */
  @FunctionalInterface
  private interface Action {
    void run() throws InterruptedException;
  }

  private void step(ScaleWatch watch, String name, int load, Action action)
      throws InterruptedException {
    double from = parts.isEmpty() ? watch.begun() : parts.getLast().to();
    action.run();
    parts.add(new Part(name, load, from, now()));
  }

  private void watch(
      ScaleWatch watch, Child application, long mostMillis, Predicate<ZoneReport> until)
      throws InterruptedException {
    // Whether it came to hold is seen in the report.
    boolean unused = watch.until(mostMillis, until, () -> checkNoTrouble(Optional.of(application)));
  }

  private void firstOrder(ScaleWatch watch, Child application) throws InterruptedException {
    application.send("buy");
    watch(watch, application, ORDER_MILLIS, zone -> feed.all(Done.class).contains(new Done("buy")));
  }

  private void rest(ScaleWatch watch, Child application) throws InterruptedException {
    watch(
        watch,
        application,
        ZERO_MILLIS,
        zone -> zone.nodes().isEmpty() && feed.all(Done.class).contains(new Done("load")));
  }

  private void come(ScaleWatch watch, Child application, int perSecond) {
    application.send("rate " + perSecond);
    watch.load(perSecond);
  }

  // ------------------------------------------------------------------ processes

  private Path write(String file) {
    Path path = folder.resolve(ScaleZone.NAME + ".yaml");
    try {
      return Files.writeString(path, file);
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be written: " + e, e);
    }
  }

  private Child startApplication(String name) {
    List<String> command =
        JavaCommand.of(
            dist,
            LocalFleet.LIGHT,
            dist.classPath(SAMPLE),
            "dev.edgewise.samples.tickets.TicketsApp",
            List.of("--orchestrator=" + address(), "--events"));
    return children.start(
        name, new ProcessBuilder(command), client, folder.resolve(name + ".log"), feed::line);
  }

  private String address() {
    return "127.0.0.1:" + grpcPort;
  }

  @Override
  public String page() {
    return (tls.isPresent() ? "https" : "http") + "://127.0.0.1:" + httpPort + "/";
  }

  @Override
  public void keepBusy() {
    startApplication("application-2").send("rate " + QUIET);
    shell.progress(
        "in another terminal: ./edgewise zone show "
            + ScaleZone.NAME
            + " --orchestrator="
            + address());
  }

  // ------------------------------------------------------------------ trouble

  private void checkNoTrouble(Optional<Child> application) {
    feed.trouble()
        .map(Trouble::message)
        .ifPresent(
            message -> {
              throw broken(message, folder.resolve("application.log"));
            });
    if (application.filter(child -> !child.isAlive()).isPresent()) {
      throw broken(
          "the application ended with exit code " + application.get().exitCode(),
          application.get().log());
    }
  }

  private double now() {
    return shell.clock().now().toEpochMilli();
  }

  private CommandFailure broken(String what, Path log) {
    return DemoScript.broken(what, log, folder);
  }
}
