package dev.edgewise.sdk.api;

import dev.edgewise.core.Accelerator;
import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.Names;
import dev.edgewise.core.SystemScheduler;
import dev.edgewise.core.machine.HardwareProbe;
import dev.edgewise.core.tls.TlsFiles;
import dev.edgewise.sdk.fleet.Selection;
import dev.edgewise.sdk.host.Settings;
import dev.edgewise.sdk.invoke.CallLog;
import dev.edgewise.sdk.invoke.Surroundings;
import dev.edgewise.sdk.local.LocalFleet;
import dev.edgewise.sdk.wire.GrpcTransport;
import dev.edgewise.sdk.wire.decision.DecisionFiles;
import dev.edgewise.sdk.wire.decision.ShippingLog;
import dev.edgewise.sdk.wire.feed.GrpcViewFeed;
import dev.edgewise.sdk.wire.tls.Tls;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Puts an {@link Edgewise} together from the system's own clock, threads, randomness and sockets.
 */
final class SystemParts {
  private static final int MOST_OF_NAME = 40;

  /** An application waits less patiently for its start than an agent. */
  private static final int TOOL_SECONDS = 2;

  private static final String ACCELERATORS = "EDGEWISE_ACCELERATORS";

  private SystemParts() {}

  static Edgewise connect(
      NamedFleet named, Optional<String> name, Optional<String> site, Optional<TlsFiles> given) {
    ExecutorService executor = executor();
    SystemScheduler scheduler = scheduler();
    Optional<Tls> tls;
    try {
      tls =
          given
              .or(() -> TlsFiles.named(System.getenv()))
              .map(each -> Tls.open(each, scheduler, clock()));
    } catch (EdgewiseException e) {
      executor.shutdownNow();
      scheduler.close();
      throw e;
    }
    Random random = random();
    Optional<GrpcViewFeed> feed =
        named.isSteered()
            ? Optional.of(
                GrpcViewFeed.create(
                    named.orchestratorAddress(System.getenv()),
                    tls,
                    name.orElseGet(SystemParts::applicationName),
                    site.orElse(""),
                    version(),
                    clock(),
                    scheduler,
                    executor,
                    random))
            : Optional.empty();
    DecisionFiles files = decisionFiles();
    Surroundings surroundings =
        new Surroundings(
            clock(),
            scheduler,
            random,
            GrpcTransport.create(tls, scheduler, executor),
            feed.<CallLog>map(
                    ship ->
                        ShippingLog.open(
                            ship,
                            files,
                            DecisionFiles.Limits.DEFAULT,
                            clock(),
                            scheduler,
                            executor,
                            random))
                .orElse(files),
            feed.map(views -> views));
    return new Edgewise(
        named.targets(),
        named.selection(),
        site,
        surroundings,
        Optional.empty(),
        List.of(executor::shutdownNow, scheduler));
  }

  /** Everything in this JVM, on nodes that have all of these. */
  static Edgewise local(List<Accelerator> accelerators) {
    ExecutorService executor = executor();
    SystemScheduler scheduler = scheduler();
    LocalFleet fleet = new LocalFleet(accelerators, settings(), clock(), random());
    return new Edgewise(
        fleet.targets(),
        Selection.nothing(),
        Optional.of(LocalFleet.SITE),
        new Surroundings(clock(), scheduler, random(), fleet.transport(executor), decisionFiles()),
        Optional.of(fleet),
        List.of(executor::shutdownNow, scheduler));
  }

  /** The main class and the process: what somebody who looks at a fleet can tell apart. */
  static String applicationName() {
    String command = System.getProperty("sun.java.command", "").strip();
    String main = command.isEmpty() ? "" : command.split("\\s+", 2)[0];
    String simple = main.substring(Math.max(main.lastIndexOf('.'), main.lastIndexOf('/')) + 1);
    String clean = simple.replaceAll("[^A-Za-z0-9_-]", "");
    String word = clean.length() > MOST_OF_NAME ? clean.substring(0, MOST_OF_NAME) : clean;
    String name = (word.isEmpty() ? "application" : word) + "-" + ProcessHandle.current().pid();
    return Names.isValid(name) ? name : "application-" + ProcessHandle.current().pid();
  }

  private static String version() {
    String version = SystemParts.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private static Clock clock() {
    return Clock.system();
  }

  private static SystemScheduler scheduler() {
    return SystemScheduler.create("edgewise-scheduler");
  }

  /** Files in the user's own folder, from which {@code edgewise explain} reads. */
  private static DecisionFiles decisionFiles() {
    return DecisionFiles.open(
        DecisionFiles.defaultFolder(System.getenv()),
        DecisionFiles.Limits.DEFAULT,
        clock(),
        random(),
        task -> {
          Thread thread = new Thread(task, "edgewise-decisions");
          thread.setDaemon(true);
          return thread;
        });
  }

  /** What this machine has. */
  static List<Accelerator> accelerators() {
    return accelerators(System.getenv(), new HardwareProbe(TOOL_SECONDS).accelerators());
  }

  /**
   * What this machine has, as an agent would have it: what the environment declares, then what a
   * look at it found.
   */
  static List<Accelerator> accelerators(Map<String, String> environment, List<Accelerator> found) {
    String declared = environment.getOrDefault(ACCELERATORS, "");
    List<Accelerator> ours =
        declared.isBlank()
            ? List.of()
            : AcceleratorWish.declared("$" + ACCELERATORS, List.of(declared.split(",", -1)));
    return Stream.concat(ours.stream(), found.stream()).limit(Accelerator.MOST).toList();
  }

  /** What the environment sets for the configuration records of bodies. */
  private static Settings settings() {
    return Settings.parse(System.getenv().getOrDefault(Settings.VARIABLE, ""));
  }

  /**
   * Seeded from the system's entropy: ids of calls must not repeat across processes. {@link Random}
   * itself is thread-safe.
   */
  private static Random random() {
    return new Random(new SecureRandom().nextLong());
  }

  /**
   * Threads for callbacks, and for bodies in local mode: as many as needed, none kept for long, all
   * daemons.
   */
  private static ExecutorService executor() {
    AtomicInteger number = new AtomicInteger();
    ThreadFactory daemons =
        task -> {
          Thread thread = new Thread(task, "edgewise-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        };
    return Executors.newCachedThreadPool(daemons);
  }
}
