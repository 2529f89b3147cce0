package dev.edgewise.lab;

import dev.edgewise.sdk.api.Edgewise;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Two edge agents under a steady load; something happens to one of them. No call may fail, and
 * after the time that it takes to notice none may be answered by, or sent to, the one that is gone.
 */
enum AgentFault implements Campaign {
  /** A planned stop: the agent drains, and every call that it had is answered. */
  SIGTERM("TERM", Duration.ZERO),
  /** A crash: idempotent calls that ran there are sent elsewhere. */
  SIGKILL("KILL", Duration.ofMillis(500)),
  /** A hang: connections stand, nothing is answered, until the agent is suspect. */
  SIGSTOP("STOP", Duration.ofSeconds(4));

  private static final double CALLS_PER_SECOND = 40;
  private static final int WORK_MILLIS = 20;
  private static final String[] FLAGS = {"--concurrency", "16", "--queue", "200"};
  private static final Duration WARM_UP = Duration.ofSeconds(3);
  private static final Duration BEFORE = Duration.ofSeconds(2);
  private static final Duration AFTER = Duration.ofSeconds(3);

  private final String signal;
  private final Duration notice;

  AgentFault(String signal, Duration notice) {
    this.signal = signal;
    this.notice = notice;
  }

  @Override
  public String about() {
    return "kill -"
        + signal
        + " one of two edge agents under "
        + (int) CALLS_PER_SECOND
        + " calls/s of an idempotent method: 0 failed, and "
        + (this == SIGTERM
            ? "the agent ends with exit code 0"
            : "the caller gives it no new call after " + notice.toMillis() + " ms");
  }

  @Override
  public Verdict round(Path dist, Path folder) throws IOException, InterruptedException {
    try (AgentProcess one = AgentProcess.start(dist, folder, "edge-1", 0, FLAGS);
        AgentProcess two = AgentProcess.start(dist, folder, "edge-2", 0, FLAGS);
        Edgewise eco =
            Edgewise.builder()
                .edgeNodes("edge-1=" + one.address(), "edge-2=" + two.address())
                .build()) {
      // Cold agents are slow: what is measured here is the fault, not the compiler.
      Load warmUp = Load.start(eco, CALLS_PER_SECOND / 2, WORK_MILLIS);
      Thread.sleep(WARM_UP);
      warmUp.finish();
      Load load = Load.start(eco, CALLS_PER_SECOND, WORK_MILLIS);
      Thread.sleep(BEFORE);
      AgentProcess victim = busier(load.results(), one, two);
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
      boolean noticed = this == SIGTERM || !takesCalls(eco, victim.name());
      Thread.sleep(AFTER);
      if (this == SIGSTOP) {
        victim.signal("KILL");
      }
      return judge(load.finish(), victim.name(), struck, noticed);
    }
  }

  /** The router need not use both; a fault of the one that idles would show nothing. */
  private static AgentProcess busier(List<CallResult> results, AgentProcess one, AgentProcess two) {
    long first = results.stream().filter(r -> answeredBy(r, one.name())).count();
    return 2 * first >= results.size() ? one : two;
  }

  private Verdict judge(List<CallResult> results, String victim, long struck, boolean noticed) {
    long deaf = struck + notice.toNanos();
    long failed = results.stream().filter(CallResult::failed).count();
    long before =
        results.stream().filter(r -> answeredBy(r, victim) && r.begunNanos() < struck).count();
    long slowest =
        results.stream()
            .filter(r -> r.begunNanos() > struck)
            .mapToLong(CallResult::tookNanos)
            .max()
            .orElse(0);
    long slowAfterNotice =
        results.stream()
            .filter(r -> r.begunNanos() > deaf)
            .mapToLong(CallResult::tookNanos)
            .max()
            .orElse(0);
    // A call that is made after the notice but takes as long as the notice would have been sent to
    // the dead node first.
    boolean moved =
        noticed && (this != SIGSTOP || slowAfterNotice < Duration.ofSeconds(2).toNanos());
    return new Verdict(
        failed == 0 && moved && before > 0,
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
            + ", slowest call after the fault "
            + slowest / 1_000_000
            + " ms");
  }

  private static boolean takesCalls(Edgewise eco, String node) {
    return eco.nodes().stream()
        .anyMatch(
            status ->
                status.node().map(n -> n.name().equals(node)).orElse(false)
                    && status.liveness().takesCalls());
  }

  private static boolean answeredBy(CallResult result, String node) {
    return result.node().equals(java.util.Optional.of(node));
  }
}
