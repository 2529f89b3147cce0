package dev.edgewise.integrations.redis;

import dev.edgewise.core.Clock;
import java.time.Duration;

/**
 * Keeps callers from waiting for a server that does not answer: after some faults in a row nobody
 * asks it, and after a pause one caller at a time does, until one is answered. Thread-safe.
 */
final class Breaker {
  private final Clock clock;
  private final int most;
  private final long pause;
  private int faults;
  // Only while it is open.
  private long tryAt;
  private boolean trying;

  /**
   * A closed one.
   *
   * @param most faults in a row
   * @param pause before it is tried again
   */
  Breaker(Clock clock, int most, Duration pause) {
    this.clock = clock;
    this.most = most;
    this.pause = pause.toNanos();
  }

  /** Whether to ask; whoever is told so says afterwards how it went. */
  synchronized boolean mayAsk() {
    if (faults < most) {
      return true;
    }
    if (trying || clock.nanos() - tryAt < 0) {
      return false;
    }
    trying = true;
    return true;
  }

  /** It answered. True when it had not before. */
  synchronized boolean answered() {
    boolean wasOpen = faults >= most;
    faults = 0;
    trying = false;
    return wasOpen;
  }

  /** It did not. True when nobody asks it from now on. */
  synchronized boolean failed() {
    boolean wasOpen = faults >= most;
    faults = Math.min(most, faults + 1);
    trying = false;
    tryAt = clock.nanos() + pause;
    return !wasOpen && faults >= most;
  }
}
