package dev.edgewise.orchestrator.fleet;

import dev.edgewise.core.Clock;
import java.time.Duration;
import java.time.Instant;

/** Time that passes when a test says so. */
public final class ManualClock implements Clock {
  private long nanos = 1_000_000_000L;

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public Instant now() {
    return Instant.EPOCH.plusNanos(nanos);
  }

  void passes(Duration time) {
    nanos += time.toNanos();
  }
}
