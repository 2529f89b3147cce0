package dev.edgewise.orchestrator.fleet;

import java.time.Duration;

/**
 * Time without the pauses of this process. When the orchestrator itself was stopped for a while
 * (SIGSTOP, a suspended machine, a long collection), everybody looks silent who was not: the pause
 * is left out, so that no lease ends by it. Not thread-safe.
 */
final class OwnTime {
  private final long longestStep;
  private long last;
  private long left;

  /**
   * @param longestStep what may pass between two readings of a process that runs
   */
  OwnTime(long now, Duration longestStep) {
    this.last = now;
    this.longestStep = longestStep.toNanos();
  }

  /** The own time at {@code now}, which never goes back. */
  long at(long now) {
    long step = Math.max(0, now - last);
    last += step;
    if (step > longestStep) {
      left += step - longestStep;
    }
    return last - left;
  }
}
