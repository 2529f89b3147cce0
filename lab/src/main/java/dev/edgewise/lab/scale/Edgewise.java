package dev.edgewise.lab.scale;

import dev.edgewise.core.queue.WaitTable;
import dev.edgewise.orchestrator.scale.MethodDemand;
import dev.edgewise.orchestrator.scale.ScaleRule;
import dev.edgewise.orchestrator.scale.Tuning;
import dev.edgewise.orchestrator.scale.ZoneScaler;
import dev.edgewise.orchestrator.scale.ZoneSignals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Our scaler, the class that the orchestrator runs, asked each second. */
final class Edgewise implements Policy {
  private final ZoneScaler scaler;
  private final Instant begins;
  private final int slots;
  private final Duration deadline;
  private final Duration coldStart;

  Edgewise(Workload load, double coldStart, WaitTable waits, Tuning tuning) {
    scaler = new ZoneScaler(ScaleRule.of(0, Workload.MOST_NODES), waits, tuning);
    begins = load.begins();
    slots = load.slots();
    deadline = duration(load.deadline());
    this.coldStart = duration(coldStart);
  }

  @Override
  public double period() {
    return 1;
  }

  @Override
  public boolean wakes() {
    return true;
  }

  @Override
  public int wanted(Seen seen) {
    MethodDemand demand =
        new MethodDemand(
            "zone",
            seen.arrived / seen.since,
            seen.meanSeconds,
            seen.squaredVariation,
            deadline,
            seen.inFlight,
            seen.queued);
    long nanos = (long) (seen.now * 1e9);
    return scaler
        .advise(
            new ZoneSignals(
                nanos,
                begins.plusNanos(nanos),
                seen.ready,
                seen.starting,
                seen.draining,
                slots,
                coldStart,
                1,
                List.of(demand)))
        .nodes();
  }

  private static Duration duration(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }
}
