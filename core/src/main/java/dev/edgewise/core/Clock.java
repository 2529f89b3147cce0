package dev.edgewise.core;

import java.time.Instant;

/**
 * Time, handed in. Everything that waits, ages or expires asks this; the system's clock is read
 * only by {@link #system()}. Thread-safe.
 */
public interface Clock {
  /** Nanoseconds from an arbitrary origin, never going back: for durations and deadlines. */
  long nanos();

  /** The time of day: for records that people read, never for durations. */
  Instant now();

  /** The clock of this machine. */
  static Clock system() {
    return SystemClock.INSTANCE;
  }
}
