package dev.edgewise.lab;

import dev.edgewise.lab.process.DaemonProcess;
import dev.edgewise.lab.process.LabFleet;
import dev.edgewise.lab.process.Waiting;
import dev.edgewise.sdk.api.Edgewise;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The orchestrator is killed with kill -9 under a steady load, stays away, and is started again
 * with the data that it left. No call may fail, agents and application must be back with it soon,
 * and no agent may have been started again.
 */
enum Outage implements Campaign {
  ORCHESTRATOR(Duration.ofSeconds(30)),
  /** The same in short, for every change. */
  ORCHESTRATOR_SHORT(Duration.ofSeconds(5));

  private static final double CALLS_PER_SECOND = 50;
  private static final Duration BEFORE = Duration.ofSeconds(3);
  private static final Duration BACK = Duration.ofSeconds(5);

  private final Duration away;

  Outage(Duration away) {
    this.away = away;
  }

  @Override
  public String about() {
    return "kill -9 the orchestrator under "
        + (int) CALLS_PER_SECOND
        + " calls/s: 0 failed in "
        + away.toSeconds()
        + " s without it and "
        + away.toSeconds()
        + " s after its return, agents and application back in "
        + BACK.toSeconds()
        + " s, none started again";
  }

  @Override
  public Verdict round(Path dist, Path folder) throws IOException, InterruptedException {
    try (LabFleet fleet = LabFleet.start(dist, folder)) {
      String hello = fleet.jar("samples/hello");
      fleet.edge("edge-1", "--services", hello);
      fleet.edge("edge-2", "--services", hello);
      try (Edgewise eco = fleet.application()) {
        fleet.awaitReady(eco);
        Load load = Load.start(eco, CALLS_PER_SECOND, Work.hello());
        Thread.sleep(BEFORE);
        fleet.orchestrator().signal("KILL");
        fleet.orchestrator().awaitExit();
        Thread.sleep(away);
        fleet.restartOrchestrator();
        long ready = System.nanoTime();
        long back = Waiting.until(away, () -> fleet.isWhole(1));
        Thread.sleep(Math.max(1, away.toMillis() - (System.nanoTime() - ready) / 1_000_000));
        return judge(load.finish(), back, fleet);
      }
    }
  }

  private static Verdict judge(List<CallResult> results, long back, LabFleet fleet) {
    long failed = results.stream().filter(CallResult::failed).count();
    String ended =
        fleet.agents().stream()
            .filter(agent -> !agent.isAlive())
            .map(DaemonProcess::name)
            .collect(Collectors.joining(", "));
    long slowest = results.stream().mapToLong(CallResult::tookNanos).max().orElse(0);
    return new Verdict(
        failed == 0 && back >= 0 && back <= BACK.toMillis() && ended.isEmpty(),
        "calls %d, failed %d (%s), slowest %d ms, %s, agents that ended: %s"
            .formatted(
                results.size(),
                failed,
                Load.failures(results),
                slowest / 1_000_000,
                back < 0 ? "NOT BACK" : "back after " + back + " ms",
                ended.isEmpty() ? "none" : ended));
  }
}
