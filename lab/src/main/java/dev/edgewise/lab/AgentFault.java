package dev.edgewise.lab;

import dev.edgewise.core.Liveness;
import dev.edgewise.lab.process.DaemonProcess;
import dev.edgewise.lab.process.LabFleet;
import dev.edgewise.lab.process.Waiting;
import dev.edgewise.sdk.api.Edgewise;
import dev.edgewise.sdk.wire.operator.FleetStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Two edge agents under a steady load; something happens to one of them. No call may fail, and
 * after the time that it takes to notice none may be answered by, or sent to, the one that is gone;
 * the orchestrator must know it too.
 */
enum AgentFault implements Campaign {
  /** A planned stop: the agent drains, and every call that it had is answered. */
  SIGTERM("TERM", Duration.ZERO, "left"),
  /** A crash: idempotent calls that ran there are sent elsewhere. */
  SIGKILL("KILL", Duration.ofMillis(500), "dead"),
  /**
   * A hang: connections stand, nothing is answered, until the agent is suspect. When it wakes, its
   * lease is over: it is refused, registers anew and takes calls again.
   */
  SIGSTOP("STOP", Duration.ofSeconds(4), "suspect");

  private static final double CALLS_PER_SECOND = 40;
  private static final int WORK_MILLIS = 20;
  private static final String[] FLAGS = {"--concurrency", "16", "--queue", "200"};
  private static final Duration WARM_UP = Duration.ofSeconds(3);
  private static final Duration BEFORE = Duration.ofSeconds(2);
  private static final Duration AFTER = Duration.ofSeconds(3);
  private static final Duration AWAKE = Duration.ofSeconds(10);

  private final String signal;
  private final Duration notice;
  private final String known;

  AgentFault(String signal, Duration notice, String known) {
    this.signal = signal;
    this.notice = notice;
    this.known = known;
  }

  @Override
  public String about() {
    return "kill -"
        + signal
        + " one of two edge agents under "
        + (int) CALLS_PER_SECOND
        + " calls/s of an idempotent method: 0 failed, "
        + switch (this) {
          case SIGTERM -> "the agent ends with exit code 0";
          case SIGKILL -> "the caller gives it no new call after 500 ms";
          case SIGSTOP ->
              "caller and orchestrator hold it suspect after 4 s; once it wakes, it has a new"
                  + " lease and takes calls";
        };
  }

  @Override
  public Verdict round(Path dist, Path folder) throws IOException, InterruptedException {
    try (LabFleet fleet = LabFleet.start(dist, folder)) {
      DaemonProcess one = fleet.edge("edge-1", FLAGS);
      DaemonProcess two = fleet.edge("edge-2", FLAGS);
      try (Edgewise eco = fleet.application()) {
        fleet.awaitReady(eco);
        // Cold agents are slow: what is measured here is the fault, not the compiler.
        Load warmUp = Load.start(eco, CALLS_PER_SECOND / 2, Work.chores(WORK_MILLIS));
        Thread.sleep(WARM_UP);
        warmUp.finish();
        Load load = Load.start(eco, CALLS_PER_SECOND, Work.chores(WORK_MILLIS));
        Thread.sleep(BEFORE);
        return strike(fleet, eco, load, Load.busier(load.results(), one, two));
      }
    }
  }

  private Verdict strike(LabFleet fleet, Edgewise eco, Load load, DaemonProcess victim)
      throws IOException, InterruptedException {
    long epoch = fleet.node(victim.name()).map(FleetStatus.Node::epoch).orElse(0L);
    long struck = System.nanoTime();
    victim.signal(signal);
    if (this == SIGTERM) {
      int exit = victim.awaitExit();
      if (exit != 0) {
        return new Verdict(false, "the drained agent ended with exit code " + exit);
      }
    } else {
      Thread.sleep(notice);
    }
    boolean noticed = !LabFleet.takesCalls(eco, victim.name());
    // What only the orchestrator can say of a crash takes the word of its clients, and their time.
    long told =
        Waiting.until(
            this == SIGSTOP ? Duration.ofMillis(1) : AFTER,
            () -> fleet.liveness(victim.name()).equals(known));
    String knownAs = fleet.liveness(victim.name());
    Optional<String> awake = Optional.empty();
    if (this == SIGSTOP) {
      awake = Optional.of(wake(fleet, eco, victim, epoch));
    }
    Thread.sleep(AFTER);
    return judge(load.finish(), victim.name(), struck, noticed, told >= 0, knownAs, awake);
  }

  /** Lets a stopped agent run again; what it came to, in words, or what did not happen. */
  private static String wake(LabFleet fleet, Edgewise eco, DaemonProcess victim, long epoch)
      throws IOException, InterruptedException {
    victim.signal("CONT");
    long back =
        Waiting.until(
            AWAKE,
            () ->
                fleet.liveness(victim.name()).equals("alive")
                    && LabFleet.seen(eco, victim.name())
                        .map(status -> status.liveness() == Liveness.ALIVE)
                        .orElse(false));
    long now = fleet.node(victim.name()).map(FleetStatus.Node::epoch).orElse(0L);
    if (back < 0) {
      return "NOT BACK";
    }
    return now > epoch
        ? "awake and back after " + back + " ms with epoch " + now + " for " + epoch
        : "NOT FENCED: epoch " + now;
  }

  private Verdict judge(
      List<CallResult> results,
      String victim,
      long struck,
      boolean noticed,
      boolean told,
      String knownAs,
      Optional<String> awake) {
    long deaf = struck + notice.toNanos();
    long failed = results.stream().filter(CallResult::failed).count();
    long before =
        results.stream().filter(r -> answeredBy(r, victim) && r.begunNanos() < struck).count();
    long slowest = slowest(results, struck);
    // A call that is made after the notice but takes as long as the notice would have been sent to
    // the dead node first.
    boolean moved =
        noticed && (this != SIGSTOP || slowest(results, deaf) < Duration.ofSeconds(2).toNanos());
    return new Verdict(
        failed == 0
            && moved
            && before > 0
            && told
            && awake.map(words -> words.startsWith("awake")).orElse(true),
        "calls "
            + results.size()
            + ", failed "
            + failed
            + " ("
            + Load.failures(results)
            + "), at "
            + victim
            + " before "
            + before
            + (noticed ? ", noticed" : ", NOT NOTICED in time")
            + ", for the orchestrator "
            + (told ? knownAs : "STILL " + knownAs)
            + ", slowest call after the fault "
            + slowest / 1_000_000
            + " ms"
            + awake.map(words -> ", " + words).orElse(""));
  }

  private static long slowest(List<CallResult> results, long since) {
    return results.stream()
        .filter(r -> r.begunNanos() > since)
        .mapToLong(CallResult::tookNanos)
        .max()
        .orElse(0);
  }

  private static boolean answeredBy(CallResult result, String node) {
    return result.node().equals(Optional.of(node));
  }
}
