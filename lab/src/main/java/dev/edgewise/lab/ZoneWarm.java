package dev.edgewise.lab;

import dev.edgewise.lab.process.LabFleet;
import dev.edgewise.lab.process.Waiting;
import dev.edgewise.lab.process.ZoneFleet;
import dev.edgewise.sdk.api.Edgewise;
import dev.edgewise.sdk.wire.operator.FleetStatus;
import dev.edgewise.sdk.wire.operator.ZoneReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A zone with a warm pool: what its node is for, and what becomes of one that hangs. */
enum ZoneWarm implements Campaign {
  /** A step, and a node that is stopped by SIGSTOP. */
  ZONE_WARM;

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int WORK_MILLIS = 100;
  private static final double QUIET_PER_SECOND = 2;
  private static final double STEP_PER_SECOND = 60;
  private static final double STEADY_PER_SECOND = 20;
  private static final Duration QUIET = Duration.ofSeconds(10);
  private static final Duration STEP = Duration.ofSeconds(20);
  private static final Duration A_WHILE = Duration.ofSeconds(2);
  private static final Duration A_LOOK = Duration.ofMillis(50);

  /** From leaving the pool to the first answer of a call. */
  private static final long USED_MILLIS = 2_000;

  /** 10 s after its lease of 3 s has ended, and a moment to look and to act. */
  private static final long REPLACED_MILLIS = 15_000;

  @Override
  public String about() {
    return "a zone that keeps one node warm: it has its services and gets no calls; under a step"
        + " from 2 to 60 calls/s it answers within "
        + USED_MILLIS
        + " ms of leaving the pool, before any start, and another is started for the pool; one of"
        + " two nodes that hangs (SIGSTOP) is killed and replaced within "
        + REPLACED_MILLIS / 1_000
        + " s; 0 calls fail";
  }

  @Override
  public Verdict round(Path dist, Path folder) throws IOException, InterruptedException {
    try (ZoneFleet zone = ZoneFleet.start(dist, folder, 1, 6, 1);
        Edgewise eco = zone.fleet().application()) {
      await("one node and a warm one", () -> zone.ready().size() == 1 && zone.warm().size() == 1);
      await("a node that can be called", () -> callable(zone, eco) == 1);
      Used used = used(zone, eco);
      Hung hung = hung(zone, eco);
      return new Verdict(used.held() && hung.held(), used + "; " + hung);
    }
  }

  private static void await(String what, BooleanSupplier condition)
      throws IOException, InterruptedException {
    if (Waiting.until(PATIENCE, condition) < 0) {
      throw new IOException("there was not " + what + " after " + PATIENCE.toSeconds() + " s");
    }
  }

  private static long callable(ZoneFleet zone, Edgewise eco) {
    return zone.ready().stream().filter(node -> LabFleet.takesCalls(eco, node)).count();
  }

  private static boolean by(CallResult result, String node) {
    return result.node().filter(node::equals).isPresent();
  }

  /**
   * What a step does with the warm node.
   *
   * @param loaded services that it had before
   * @param early calls that it got while it was warm
   * @param leftMillis from the step until it left the pool
   * @param firstMillis from the step to its first answer
   * @param coldMillis what a start takes
   * @param startedBefore nodes that were ready before it, of those that the step has started
   * @param refilledMillis from the step until another was warm; −1 when none was
   */
  private record Used(
      int loaded,
      long early,
      long leftMillis,
      long firstMillis,
      long coldMillis,
      int startedBefore,
      long refilledMillis,
      List<CallResult> results) {
    boolean held() {
      return loaded > 0
          && early == 0
          && firstMillis >= 0
          && firstMillis - leftMillis <= USED_MILLIS
          && startedBefore == 0
          && refilledMillis >= 0
          && results.stream().noneMatch(CallResult::failed);
    }

    @Override
    public String toString() {
      return "the warm node, %d services, %d calls before; the step met it after %d ms, its first answer came after %d ms (a start takes %d ms), another was warm after %d ms; %d calls, failed: %s"
          .formatted(
              loaded,
              early,
              leftMillis,
              firstMillis,
              coldMillis,
              refilledMillis,
              results.size(),
              Load.failures(results));
    }
  }

  private static Used used(ZoneFleet zone, Edgewise eco) throws IOException, InterruptedException {
    String warm = zone.warm().getFirst();
    int loaded = zone.fleet().node(warm).map(FleetStatus.Node::services).map(List::size).orElse(0);
    Load quiet = Load.start(eco, QUIET_PER_SECOND, Work.hauls(WORK_MILLIS));
    Thread.sleep(QUIET);
    List<CallResult> all = new ArrayList<>(quiet.finish());
    long early = all.stream().filter(result -> by(result, warm)).count();
    List<String> before = zone.ready();
    long begun = System.nanoTime();
    Load step = Load.start(eco, STEP_PER_SECOND, Work.hauls(WORK_MILLIS));
    await("a warm node that takes calls", () -> zone.ready().contains(warm));
    long left = millis(begun, System.nanoTime());
    int startedBefore =
        (int)
            zone.ready().stream()
                .filter(node -> !before.contains(node) && !node.equals(warm))
                .count();
    long refilled =
        Waiting.until(PATIENCE, () -> zone.warm().stream().anyMatch(node -> !node.equals(warm)));
    if (refilled >= 0) {
      refilled += left;
    }
    long rest = STEP.toMillis() - millis(begun, System.nanoTime());
    Thread.sleep(Math.max(0, rest));
    List<CallResult> results = step.finish();
    all.addAll(results);
    long first =
        results.stream()
            .filter(result -> by(result, warm))
            .mapToLong(result -> millis(begun, result.begunNanos() + result.tookNanos()))
            .min()
            .orElse(-1);
    return new Used(
        loaded,
        early,
        left,
        first,
        zone.report().map(ZoneReport::coldStart).map(Duration::toMillis).orElse(-1L),
        startedBefore,
        refilled,
        all);
  }

  private static long millis(long fromNanos, long toNanos) {
    return (toNanos - fromNanos) / 1_000_000;
  }

  /**
   * What becomes of a node that hangs.
   *
   * @param killedMillis until its process was gone
   * @param replacedMillis until two others took calls
   */
  private record Hung(long killedMillis, long replacedMillis, List<CallResult> results) {
    boolean held() {
      return killedMillis >= 0
          && replacedMillis >= 0
          && replacedMillis <= REPLACED_MILLIS
          && results.stream().noneMatch(CallResult::failed);
    }

    long longestMillis() {
      return results.stream().mapToLong(result -> result.tookNanos() / 1_000_000).max().orElse(0);
    }

    @Override
    public String toString() {
      return "a node that hangs was killed after %d ms, two others took calls after %d ms; %d calls, the longest %d ms, failed: %s"
          .formatted(
              killedMillis,
              replacedMillis,
              results.size(),
              longestMillis(),
              Load.failures(results));
    }
  }

  private static Hung hung(ZoneFleet zone, Edgewise eco) throws IOException, InterruptedException {
    zone.scale(2);
    await("two nodes and a warm one", () -> zone.ready().size() == 2 && zone.warm().size() == 1);
    await("two nodes that can be called", () -> callable(zone, eco) == 2);
    Load load = Load.start(eco, STEADY_PER_SECOND, Work.hauls(WORK_MILLIS));
    Thread.sleep(A_WHILE);
    String victim = busiest(load.results(), zone.ready());
    long struck = System.nanoTime();
    zone.signal(victim, "STOP");
    Optional<Long> killed = Optional.empty();
    long replaced = -1;
    while (replaced < 0 && millis(struck, System.nanoTime()) < PATIENCE.toMillis()) {
      if (killed.isEmpty() && !zone.processes().contains(victim)) {
        killed = Optional.of(millis(struck, System.nanoTime()));
      }
      List<String> ready = zone.ready();
      if (ready.size() == 2 && !ready.contains(victim) && callable(zone, eco) == 2) {
        replaced = millis(struck, System.nanoTime());
      }
      Thread.sleep(A_LOOK);
    }
    Thread.sleep(A_WHILE);
    if (killed.isEmpty() && !zone.processes().contains(victim)) {
      killed = Optional.of(millis(struck, System.nanoTime()));
    }
    return new Hung(killed.orElse(-1L), replaced, load.finish());
  }

  private static String busiest(List<CallResult> results, List<String> nodes) {
    return nodes.stream()
        .max(
            Comparator.comparingLong(
                node -> results.stream().filter(result -> by(result, node)).count()))
        .orElseThrow();
  }
}
