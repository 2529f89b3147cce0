package dev.edgewise.lab;

import dev.edgewise.lab.process.LabFleet;
import dev.edgewise.lab.process.PortBlock;
import dev.edgewise.lab.process.Waiting;
import dev.edgewise.sdk.api.Edgewise;
import dev.edgewise.testkit.DelayProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The way between the orchestrator and its agents is cut, packet by packet, while the application
 * reaches both. No call may fail, the orchestrator must call the nodes islanded and not dead, and
 * when the way is back everything must be well again by itself.
 */
enum Partition implements Campaign {
  PARTITION;

  private static final double CALLS_PER_SECOND = 40;
  private static final int WORK_MILLIS = 10;
  private static final Duration BEFORE = Duration.ofSeconds(2);
  private static final Duration ISLANDED = Duration.ofSeconds(8);
  private static final Duration CUT = Duration.ofSeconds(15);
  private static final Duration HEALED = Duration.ofSeconds(20);

  @Override
  public String about() {
    return "iptables cuts agents off from the orchestrator for "
        + CUT.toSeconds()
        + " s while the application reaches both: 0 failed, the nodes are islanded and not dead,"
        + " and it heals by itself";
  }

  @Override
  public Verdict round(Path dist, Path folder) throws IOException, InterruptedException {
    if (!PortBlock.isPossible()) {
      return Verdict.skipped("needs root and iptables");
    }
    try (LabFleet fleet = LabFleet.start(dist, folder);
        // Both ends are on this machine: the agents get a way of their own to the orchestrator,
        // whose port tells their packets from those of the application.
        DelayProxy way = DelayProxy.to("127.0.0.1", fleet.port())) {
      fleet.edge("edge-1", "--orchestrator", way.address());
      fleet.edge("edge-2", "--orchestrator", way.address());
      try (Edgewise eco = fleet.application()) {
        fleet.awaitReady(eco);
        Load load = Load.start(eco, CALLS_PER_SECOND, Work.chores(WORK_MILLIS));
        Thread.sleep(BEFORE);
        long islanded;
        String during;
        try (PortBlock _ = PortBlock.of(way.port())) {
          islanded = Waiting.until(ISLANDED, () -> all(fleet, "islanded"));
          Thread.sleep(Math.max(1, CUT.toMillis() - Math.max(0, islanded)));
          during = fleet.liveness("edge-1") + " and " + fleet.liveness("edge-2");
        }
        long healed = Waiting.until(HEALED, () -> all(fleet, "alive"));
        Thread.sleep(BEFORE);
        return judge(load.finish(), islanded, during, healed);
      }
    }
  }

  private static boolean all(LabFleet fleet, String liveness) {
    return fleet.agents().stream().allMatch(agent -> fleet.liveness(agent.name()).equals(liveness));
  }

  private static Verdict judge(
      List<CallResult> results, long islanded, String during, long healed) {
    long failed = results.stream().filter(CallResult::failed).count();
    return new Verdict(
        failed == 0
            && islanded >= 0
            && during.equals("islanded and islanded")
            && healed >= 0
            && !results.isEmpty(),
        "calls %d, failed %d (%s), %s, after %d s they are %s, %s"
            .formatted(
                results.size(),
                failed,
                Load.failures(results),
                islanded < 0 ? "NOT ISLANDED in time" : "islanded after " + islanded + " ms",
                CUT.toSeconds(),
                during,
                healed < 0 ? "NOT HEALED" : "healed after " + healed + " ms"));
  }
}
