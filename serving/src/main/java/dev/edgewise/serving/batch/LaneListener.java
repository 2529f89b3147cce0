package dev.edgewise.serving.batch;

/**
 * Hears what happens on a device, for metrics. Called by workers and callers at once, outside of
 * locks: quick, thread-safe, does not throw.
 */
public interface LaneListener {
  /** Nobody listens. */
  LaneListener NONE = new LaneListener() {};

  /** A call got its verdict, a moment ago: exactly one event for each call. */
  default void answered(String family, Verdict<?> verdict) {}

  /**
   * The batch function ran.
   *
   * @param family whose
   * @param size items, 1 or more
   * @param nanos how long it took, 0 or more
   * @param failed whether it threw or gave a wrong number of results; parts of it may run again
   */
  default void ran(String family, int size, long nanos, boolean failed) {}
}
