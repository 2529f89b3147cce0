package dev.edgewise.serving.allocation;

/**
 * How often something is asked for: a count that halves every half-life, so that what was hot last
 * night does not rule today. Not thread-safe.
 */
final class Heat {
  private final double halfLifeNanos;
  private double count;
  private long atNanos;

  /**
   * Nothing was asked for yet.
   *
   * @param halfLifeNanos more than 0
   */
  Heat(long halfLifeNanos, long nowNanos) {
    if (halfLifeNanos <= 0) {
      throw new IllegalArgumentException(
          "halfLifeNanos: " + halfLifeNanos + " (expected: more than 0)");
    }
    this.halfLifeNanos = halfLifeNanos;
    this.atNanos = nowNanos;
  }

  /** Counts one more. */
  void hit(long nowNanos) {
    add(1, nowNanos);
  }

  /** Counts what was remembered from elsewhere. */
  void add(double more, long nowNanos) {
    count = at(nowNanos) + more;
    atNanos = Math.max(atNanos, nowNanos);
  }

  /** The decayed count at a time that is not before the last hit. */
  double at(long nowNanos) {
    return count * Math.exp(-Math.log(2) * Math.max(0, nowNanos - atNanos) / halfLifeNanos);
  }
}
