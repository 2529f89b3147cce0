package dev.edgewise.core;

import java.time.Duration;

/**
 * Runs something later, on the time of a {@link Clock}. Tasks must be short: one that blocks delays
 * the others. Thread-safe.
 */
public interface Scheduler {
  /**
   * Runs {@code task} once after {@code delay}; a delay that is not positive means as soon as
   * possible.
   */
  Cancellable schedule(Duration delay, Runnable task);

  /** A task that has not run yet. */
  @FunctionalInterface
  interface Cancellable {
    /** Makes sure that the task will not start; without effect when it has. */
    void cancel();
  }
}
