package dev.edgewise.bench.stats;

/**
 * An estimate with its 95 % interval.
 *
 * @param low end
 * @param estimate the figure itself
 * @param high end
 */
public record Interval(double low, double estimate, double high) {
  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException("low: " + low + " (expected: at most " + high + ")");
    }
  }

  /** Whether all of it lies above 0. */
  public boolean above() {
    return low > 0;
  }

  /** Whether all of it lies below 0. */
  public boolean below() {
    return high < 0;
  }
}
