package dev.edgewise.bench.stats;

import static java.util.Objects.requireNonNull;

/**
 * Ours against theirs.
 *
 * @param verdict what may be said
 * @param difference ours − theirs
 */
public record Comparison(Verdict verdict, Interval difference) {
  public Comparison {
    requireNonNull(verdict, "verdict");
    requireNonNull(difference, "difference");
  }

  /** What may be said of a difference. */
  public enum Verdict {
    /** The whole interval, and the estimate beyond the noise, speaks for ours. */
    AHEAD,
    /** Neither. */
    NO_MEASURABLE_DIFFERENCE,
    /** The whole interval, and the estimate beyond the noise, speaks for theirs. */
    BEHIND
  }

  /**
   * Compares pairs.
   *
   * @param ours values
   * @param theirs values; equal indices belong together
   * @param noise a difference up to this is none, however sure it is; not negative
   * @param higherIsBetter false for times
   * @param seed of the bootstrap
   */
  public static Comparison paired(
      double[] ours, double[] theirs, double noise, boolean higherIsBetter, long seed) {
    Interval difference = Bootstrap.paired(ours, theirs, seed);
    boolean beyond = Math.abs(difference.estimate()) > noise;
    Verdict verdict = Verdict.NO_MEASURABLE_DIFFERENCE;
    if (beyond && (difference.above() || difference.below())) {
      verdict = difference.above() == higherIsBetter ? Verdict.AHEAD : Verdict.BEHIND;
    }
    return new Comparison(verdict, difference);
  }
}
