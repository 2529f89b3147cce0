package dev.edgewise.core;

/**
 * The confidence for which a cascade asks again, both bounds included.
 *
 * @param from lower bound, in 0…1
 * @param to upper bound, in {@code from}…1
 */
public record UnsureBand(double from, double to) {
  public UnsureBand {
    if (!(0 <= from && from <= to && to <= 1)) {
      throw new IllegalArgumentException(
          "unsure band: " + from + " to " + to + " (expected: 0 ≤ from ≤ to ≤ 1)");
    }
  }

  /**
   * Returns whether an answer of this confidence is unsure. NaN, a confidence that is none, is
   * unsure.
   */
  public boolean contains(double confidence) {
    return Double.isNaN(confidence) || (from <= confidence && confidence <= to);
  }
}
