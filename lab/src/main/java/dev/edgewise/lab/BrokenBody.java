package dev.edgewise.lab;

import dev.edgewise.lab.process.DaemonProcess;
import dev.edgewise.lab.process.LabFleet;
import dev.edgewise.lab.process.Waiting;
import dev.edgewise.sdk.api.Edgewise;
import dev.edgewise.sdk.wire.operator.FleetStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Three equal edge agents with two services each, under a steady load of both; then the body of one
 * service throws on one of them. The orchestrator must put that service under quarantine there, and
 * nothing else, and release it when the body is well again.
 */
enum BrokenBody implements Campaign {
  /** The body is broken until the calls have gone elsewhere for a while. */
  QUARANTINE;

  private static final double CALLS_PER_SECOND = 40;
  private static final double OTHERS_PER_SECOND = 20;
  private static final int WORK_MILLIS = 10;
  private static final String[] FLAGS = {"--concurrency", "16", "--queue", "200"};
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final Duration SOON = Duration.ofSeconds(6);
  private static final Duration ON_THEIR_WAY = Duration.ofSeconds(1);
  private static final Duration QUIET = Duration.ofSeconds(10);
  private static final int AGAIN = 10;
  private static final Duration WELL = Duration.ofSeconds(60);

  @Override
  public String about() {
    return "one of two services throws on one of three edge agents: within "
        + SOON.toSeconds()
        + " s no more calls of it go there, 0 idempotent calls fail, its other service goes on, and"
        + " it comes back when the body is well";
  }

  @Override
  public Verdict round(Path dist, Path folder) throws IOException, InterruptedException {
    try (LabFleet fleet = LabFleet.start(dist, folder)) {
      List<DaemonProcess> agents =
          List.of(
              fleet.edge("edge-1", FLAGS),
              fleet.edge("edge-2", FLAGS),
              fleet.edge("edge-3", FLAGS));
      try (Edgewise eco = fleet.application()) {
        fleet.awaitReady(eco);
        Load work = Load.start(eco, CALLS_PER_SECOND, fickle(true));
        Load once = Load.start(eco, CALLS_PER_SECOND / 4, fickle(false));
        Load chores = Load.start(eco, OTHERS_PER_SECOND, Work.chores(WORK_MILLIS));
        Thread.sleep(WARM_UP);
        DaemonProcess victim = busiest(agents, work.results());
        try (Edgewise only =
            Edgewise.builder().edgeNodes(victim.name() + "=" + victim.address()).build()) {
          return strike(fleet, only, victim, new Loads(work, once, chores));
        }
      }
    }
  }

  private record Loads(Load work, Load once, Load chores) {}

  private static Work<Long> fickle(boolean idempotent) {
    return new Work<>(
        (eco, token) ->
            eco.call(Fickle.class, fickle -> idempotent ? fickle.work(token) : fickle.once(token)),
        (token, answer) -> answer == Answers.expected(token));
  }

  private static DaemonProcess busiest(List<DaemonProcess> agents, List<CallResult> results) {
    return agents.stream()
        .max(
            Comparator.comparingDouble(
                agent -> Load.share(results, agent.name(), Long.MIN_VALUE, Long.MAX_VALUE)))
        .orElseThrow();
  }

  private static Optional<FleetStatus.Quarantined> held(LabFleet fleet, String node) {
    return fleet.node(node).stream()
        .flatMap(known -> known.quarantines().stream())
        .filter(each -> each.service().endsWith(".Fickle"))
        .findFirst();
  }

  private static Verdict strike(LabFleet fleet, Edgewise only, DaemonProcess victim, Loads loads)
      throws InterruptedException {
    String name = victim.name();
    Fickle there = only.client(Fickle.class);
    long struck = System.nanoTime();
    there.breaks(true);
    long closed = Waiting.until(SOON, () -> held(fleet, name).isPresent());
    String words = held(fleet, name).map(FleetStatus.Quarantined::words).orElse("NOT QUARANTINED");
    Thread.sleep(ON_THEIR_WAY);
    long from = System.nanoTime();
    long before = there.asked();
    Thread.sleep(QUIET);
    long to = System.nanoTime();
    long asked = there.asked() - before;
    there.breaks(false);
    long released = Waiting.until(WELL, () -> held(fleet, name).isEmpty());
    long free = System.nanoTime();
    long back =
        Waiting.until(
            WELL,
            () ->
                count(loads.work().results(), each -> each.begunNanos() > free && at(each, name))
                    >= AGAIN);
    List<CallResult> work = loads.work().finish();
    List<CallResult> once = loads.once().finish();
    List<CallResult> chores = loads.chores().finish();
    long failed = count(work, CallResult::failed) + count(chores, CallResult::failed);
    long lost = count(once, CallResult::failed);
    long late = count(once, each -> each.failed() && each.begunNanos() > from);
    double others = Load.share(chores, name, from, to);
    boolean alone =
        fleet.status().stream()
            .flatMap(status -> status.nodes().stream())
            .allMatch(node -> node.quarantines().isEmpty());
    return new Verdict(
        closed >= 0
            && asked == 0
            && failed == 0
            && late == 0
            && others > 0
            && released >= 0
            && back >= 0
            && alone,
        "%s %s after %d ms; then for %d s %d calls of it there, its other service had %.0f %% of its calls there; idempotent calls %d, failed %d (%s); of %d that may run once %d failed, %d after the quarantine; mended after %d ms, released after another %d ms, ten calls there after %d ms; share before %.0f %%"
            .formatted(
                name,
                words,
                closed,
                QUIET.toSeconds(),
                asked,
                100 * others,
                work.size() + chores.size(),
                failed,
                Load.failures(work),
                once.size(),
                lost,
                late,
                (to - struck) / 1_000_000,
                released,
                back,
                100 * Load.share(work, name, Long.MIN_VALUE, struck)));
  }

  private static boolean at(CallResult result, String node) {
    return result.node().equals(Optional.of(node));
  }

  private static long count(List<CallResult> results, Predicate<CallResult> which) {
    return results.stream().filter(which).count();
  }
}
