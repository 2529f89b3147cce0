package dev.edgewise.bench.load;

import dev.edgewise.bench.stats.Steady;

/** How many of the first calls are left out of a result. They are counted and reported. */
@FunctionalInterface
public interface WarmUp {
  /**
   * How many to leave out.
   *
   * @param latencies of the completed calls in the order of their intended times
   * @return 0 to their number
   */
  int discard(double[] latencies);

  /** A fixed number. */
  static WarmUp first(int calls) {
    if (calls < 0) {
      throw new IllegalArgumentException("calls: " + calls + " (expected: not negative)");
    }
    return latencies -> Math.min(calls, latencies.length);
  }

  /** Until the latencies are steady: see {@link Steady#cut}. */
  static WarmUp untilSteady() {
    return Steady::cut;
  }
}
