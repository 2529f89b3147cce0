package dev.edgewise.core.router;

/**
 * Tells a node that joins a fleet from those that a caller meets when it starts: there it is the
 * caller who is new, and all callers of the fleet would not turn to such a node at the same moment.
 * Not thread-safe; guarded by {@link Estimates}.
 */
final class Acquaintance {
  /** Agents that are started together do not come up together. */
  private static final int SHARE_OF_SLOW_START = 3;

  private final long meeting;
  private boolean begun;
  private long begunAt;

  Acquaintance(RouterSettings.Queue settings) {
    meeting = settings.slowStart().toNanos() / SHARE_OF_SLOW_START;
  }

  /** Notes that a node is known from now on; returns whether it is a newcomer among the others. */
  boolean isNewcomer(long now) {
    if (!begun) {
      begun = true;
      begunAt = now;
    }
    return now - begunAt > meeting;
  }
}
