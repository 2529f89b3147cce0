package dev.edgewise.orchestrator.training;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/**
 * One moment by both clocks.
 *
 * @param nanos never goes back: what durations are reckoned with
 * @param wall what people read
 */
record Moment(long nanos, Instant wall) {
  Moment {
    requireNonNull(wall, "wall");
  }

  /** Whether so much time has passed since {@code then}. */
  boolean isPast(long then, Duration time) {
    return nanos - then >= time.toNanos();
  }
}
