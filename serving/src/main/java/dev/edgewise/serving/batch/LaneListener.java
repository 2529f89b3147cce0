package dev.edgewise.serving.batch;

/**
 * Hears what happens on a device, for metrics. Called by workers and callers at once, outside of
 * locks: quick, thread-safe, does not throw.
 */
public interface LaneListener {
  /** One that does nothing. */
  LaneListener NONE =
      new LaneListener() {
        @Override
        public void answered(String family, Verdict<?> verdict) {}

        @Override
        public void ran(String family, int size, long nanos, boolean failed) {}
      };

  /** A call got its verdict, a moment ago: exactly one event for each call. */
  void answered(String family, Verdict<?> verdict);

  /**
   * The batch function ran.
   *
   * @param family whose
   * @param size items, 1 or more
   * @param nanos how long it took, 0 or more
   * @param failed whether it threw or gave a wrong number of results; parts of it may run again
   */
  void ran(String family, int size, long nanos, boolean failed);
}
