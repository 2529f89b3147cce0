package dev.edgewise.orchestrator.zone;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/**
 * When something happens.
 *
 * @param nanos from an arbitrary origin, never going back: for durations
 * @param wall for records that people read
 */
record Moment(long nanos, Instant wall) {
  Moment {
    requireNonNull(wall, "wall");
  }

  /** How long ago that was. */
  Duration since(Moment earlier) {
    return Duration.ofNanos(nanos - earlier.nanos);
  }

  boolean isPast(Moment earlier, Duration time) {
    return nanos - earlier.nanos >= time.toNanos();
  }
}
