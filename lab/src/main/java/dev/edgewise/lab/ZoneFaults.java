package dev.edgewise.lab;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.Outcome;
import dev.edgewise.lab.process.LabFleet;
import dev.edgewise.lab.process.Waiting;
import dev.edgewise.lab.process.ZoneFleet;
import dev.edgewise.sdk.api.Edgewise;
import dev.edgewise.sdk.wire.operator.ZoneReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** A zone whose nodes the orchestrator starts and ends, and what may happen to them. */
enum ZoneFaults implements Campaign {
  /** A node crashes under load. */
  ZONE_KILL,
  /** Nodes are given back under load, again and again. */
  ZONE_DRAINS,
  /** The orchestrator crashes while it starts nodes. */
  ZONE_ORCHESTRATOR,
  /** Thirty times the load at once, and back. */
  ZONE_STEP;

  private static final double CALLS_PER_SECOND = 20;
  private static final int WORK_MILLIS = 50;
  private static final int DRAINS = 20;
  private static final Duration REPLACED = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration A_WHILE = Duration.ofSeconds(2);
  private static final long SEED = 20_261_130;
  private static final int NODES = 3;

  /** Soon after it was asked, when nodes are stored and their processes begin. */
  private static final int EARLY_KILLS = 3;

  private static final int EARLY_MILLIS = 100;

  /** Spread over the whole of a start, and somewhat longer. */
  private static final int KILLS = 9;

  private static final double STARTS_LONG = 1.5;
  private static final int STEP_MILLIS = 100;
  private static final double QUIET_PER_SECOND = 2;
  private static final double STEP_PER_SECOND = 60;
  private static final Duration QUIET = Duration.ofSeconds(20);
  private static final Duration STEP = Duration.ofSeconds(70);
  private static final Duration FIRST = Duration.ofSeconds(30);
  private static final Duration DEADLINE = Duration.ofSeconds(3);
  private static final double ON_TIME_FIRST = 0.95;
  private static final double ON_TIME_LATER = 0.99;

  @Override
  public String about() {
    return switch (this) {
      case ZONE_KILL ->
          "kill -9 one of two nodes that the orchestrator has started for a zone, under "
              + (int) CALLS_PER_SECOND
              + " calls/s of an idempotent method: another takes calls after 5 s at most, 0 calls"
              + " fail";
      case ZONE_DRAINS ->
          DRAINS
              + " times a zone is scaled from two nodes to one and back under "
              + (int) CALLS_PER_SECOND
              + " calls/s: 0 calls fail";
      case ZONE_ORCHESTRATOR ->
          (EARLY_KILLS + KILLS)
              + " times kill -9 of the orchestrator while it starts three nodes of a zone, at"
              + " moments over the whole of a start, and a start of it: it finds those that it has"
              + " started, starts none twice, and leaves none behind when the zone is scaled to"
              + " none";
      case ZONE_STEP ->
          "calls of 100 ms, four at a time on a node, come at 2, then 60, then 2 a second to a zone"
              + " of at least one node: within 3 s end 95 % of those of the first 30 s of the step"
              + " and 99 % after; then it shrinks to one node again; 0 calls fail";
    };
  }

  @Override
  public Verdict round(Path dist, Path folder) throws IOException, InterruptedException {
    try (ZoneFleet zone = ZoneFleet.start(dist, folder, this == ZONE_STEP ? 1 : 0, 4)) {
      return switch (this) {
        case ZONE_KILL -> kill(zone);
        case ZONE_DRAINS -> drains(zone);
        case ZONE_ORCHESTRATOR -> orchestrator(zone);
        case ZONE_STEP -> step(zone);
      };
    }
  }

  private static Verdict kill(ZoneFleet zone) throws IOException, InterruptedException {
    zone.scale(2);
    zone.await(2, PATIENCE);
    try (Edgewise eco = zone.fleet().application()) {
      Load load = begin(zone, eco, 2);
      String victim = zone.ready().getFirst();
      long struck = System.nanoTime();
      zone.kill(victim);
      long took = Waiting.until(PATIENCE, () -> isReplaced(zone, victim));
      Thread.sleep(A_WHILE);
      List<CallResult> results = load.finish();
      long after = results.stream().filter(each -> each.begunNanos() > struck).count();
      return new Verdict(
          took >= 0 && took <= REPLACED.toMillis() && none(results),
          "replaced after %d ms; %d calls, %d of them after the kill; failed: %s"
              .formatted(took, results.size(), after, Load.failures(results)));
    }
  }

  private static boolean isReplaced(ZoneFleet zone, String victim) {
    List<String> ready = zone.ready();
    return ready.size() == 2 && !ready.contains(victim);
  }

  private static Verdict drains(ZoneFleet zone) throws IOException, InterruptedException {
    zone.scale(2);
    zone.await(2, PATIENCE);
    try (Edgewise eco = zone.fleet().application()) {
      Load load = begin(zone, eco, 2);
      Set<String> seen = new HashSet<>(zone.ready());
      for (int i = 0; i < DRAINS; i++) {
        zone.scale(1);
        zone.await(1, PATIENCE);
        seen.addAll(zone.ready());
        zone.scale(2);
        zone.await(2, PATIENCE);
        awaitCallable(zone, eco, 2);
        seen.addAll(zone.ready());
      }
      List<CallResult> results = load.finish();
      return new Verdict(
          none(results) && seen.size() == DRAINS + 2,
          "%d drains of %d nodes; %d calls, failed: %s"
              .formatted(DRAINS, seen.size(), results.size(), Load.failures(results)));
    }
  }

  /**
   * One kill.
   *
   * @param afterMillis it was asked for nodes
   * @param running processes at that moment
   * @param ready of them
   * @param starts that the next orchestrator made
   * @param wrong what should not be; empty when all is well
   */
  private record Kill(long afterMillis, int running, int ready, long starts, String wrong) {
    @Override
    public String toString() {
      return "%d ms: %d run, %d ready, %d more started%s"
          .formatted(afterMillis, running, ready, starts, wrong.isEmpty() ? "" : ", " + wrong);
    }
  }

  private static Verdict orchestrator(ZoneFleet zone) throws IOException, InterruptedException {
    zone.awaitLearned(PATIENCE);
    long start = zone.report().orElseThrow().coldStart().toMillis();
    SplittableRandom random = new SplittableRandom(SEED);
    List<Kill> kills = new ArrayList<>();
    for (int i = 0; i < EARLY_KILLS; i++) {
      kills.add(kill(zone, random.nextInt(EARLY_MILLIS)));
    }
    for (int i = 0; i < KILLS; i++) {
      kills.add(kill(zone, Math.round((i + random.nextDouble()) / KILLS * STARTS_LONG * start)));
    }
    zone.scale(NODES);
    zone.await(NODES, PATIENCE);
    boolean calls;
    try (Edgewise eco = zone.fleet().application()) {
      awaitCallable(zone, eco, NODES);
      calls = Work.hauls(WORK_MILLIS).call().apply(eco, 1L) instanceof Outcome.Completed;
    }
    long whileStarting =
        kills.stream().filter(kill -> kill.running() > 0 && kill.ready() < NODES).count();
    return new Verdict(
        calls && kills.stream().allMatch(kill -> kill.wrong().isEmpty()),
        "a start takes %d ms; %d kills, %d of them while nodes were starting, seed %d (%s); a call %s"
            .formatted(
                start,
                kills.size(),
                whileStarting,
                SEED,
                String.join("; ", kills.stream().map(Kill::toString).toList()),
                calls ? "was answered" : "failed"));
  }

  /** From no node to three with a kill on the way, and back to none. */
  private static Kill kill(ZoneFleet zone, long afterMillis)
      throws IOException, InterruptedException {
    Thread asking = Thread.ofVirtual().start(() -> ask(zone, NODES));
    Thread.sleep(afterMillis);
    int ready = zone.ready().size();
    zone.fleet().orchestrator().signal("KILL");
    List<String> running = zone.processes();
    asking.join();
    zone.fleet().restartOrchestrator();
    // It may have been killed before it had stored what it was asked.
    zone.scale(NODES);
    zone.await(NODES, PATIENCE);
    List<String> after = zone.processes();
    long starts = zone.report().map(ZoneReport::counts).map(ZoneReport.Counts::starts).orElse(-1L);
    List<String> wrong = new ArrayList<>();
    if (after.size() != NODES || new HashSet<>(after).size() != NODES) {
      wrong.add("processes are " + after);
    }
    if (!after.containsAll(running)) {
      wrong.add("of " + running + " not all were adopted, but there are " + after);
    }
    if (starts < 0 || starts > NODES - running.size()) {
      wrong.add(starts + " were started beside " + running);
    }
    zone.scale(0);
    if (Waiting.until(PATIENCE, () -> zone.processes().isEmpty()) < 0) {
      wrong.add("left behind: " + zone.processes());
    }
    zone.await(0, PATIENCE);
    return new Kill(afterMillis, running.size(), ready, starts, String.join(", ", wrong));
  }

  private static Verdict step(ZoneFleet zone) throws IOException, InterruptedException {
    zone.await(1, PATIENCE);
    try (Edgewise eco = zone.fleet().application()) {
      awaitCallable(zone, eco, 1);
      Load quiet = Load.start(eco, QUIET_PER_SECOND, Work.hauls(STEP_MILLIS));
      Thread.sleep(QUIET);
      List<CallResult> all = new ArrayList<>(quiet.finish());
      long begun = System.nanoTime();
      Load load = Load.start(eco, STEP_PER_SECOND, Work.hauls(STEP_MILLIS));
      int most = 0;
      while (System.nanoTime() - begun < STEP.toNanos()) {
        most = Math.max(most, zone.ready().size());
        Thread.sleep(A_WHILE);
      }
      List<CallResult> results = load.finish();
      all.addAll(results);
      Load after = Load.start(eco, QUIET_PER_SECOND, Work.hauls(STEP_MILLIS));
      long shrunk = Waiting.until(PATIENCE, () -> zone.ready().size() == 1);
      all.addAll(after.finish());
      long border = begun + FIRST.toNanos();
      double first = onTime(results.stream().filter(each -> each.begunNanos() < border).toList());
      double later = onTime(results.stream().filter(each -> each.begunNanos() >= border).toList());
      return new Verdict(
          first >= ON_TIME_FIRST && later >= ON_TIME_LATER && most > 1 && shrunk >= 0 && none(all),
          "on time %.1f %% in the first 30 s, %.1f %% after; at most %d nodes, one again after %.0f s; %d calls, failed: %s"
              .formatted(
                  first * 100, later * 100, most, shrunk / 1e3, all.size(), Load.failures(all)));
    }
  }

  private static double onTime(List<CallResult> results) {
    return results.stream()
            .filter(each -> !each.failed() && each.tookNanos() <= DEADLINE.toNanos())
            .count()
        / (double) Math.max(1, results.size());
  }

  /** The answer may never come. */
  private static void ask(ZoneFleet zone, int nodes) {
    try {
      zone.scale(nodes);
    } catch (EdgewiseException e) {
      // It was killed before it answered.
    }
  }

  private static Load begin(ZoneFleet zone, Edgewise eco, int nodes)
      throws IOException, InterruptedException {
    awaitCallable(zone, eco, nodes);
    Load warmUp = Load.start(eco, CALLS_PER_SECOND, Work.hauls(WORK_MILLIS));
    Thread.sleep(A_WHILE);
    warmUp.finish();
    Load load = Load.start(eco, CALLS_PER_SECOND, Work.hauls(WORK_MILLIS));
    Thread.sleep(A_WHILE);
    return load;
  }

  private static void awaitCallable(ZoneFleet zone, Edgewise eco, int nodes)
      throws IOException, InterruptedException {
    long took =
        Waiting.until(
            PATIENCE,
            () ->
                zone.ready().stream().filter(node -> LabFleet.takesCalls(eco, node)).count()
                    >= nodes);
    if (took < 0) {
      throw new IOException("an application cannot call the zone's nodes");
    }
  }

  private static boolean none(List<CallResult> results) {
    return !results.isEmpty() && results.stream().noneMatch(CallResult::failed);
  }
}
