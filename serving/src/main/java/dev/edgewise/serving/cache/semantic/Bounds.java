package dev.edgewise.serving.cache.semantic;

import org.apache.commons.statistics.interval.BinomialConfidenceInterval;
import org.apache.commons.statistics.interval.Interval;

/** Exact bounds on a probability of which some trials were seen (Clopper and Pearson 1934). */
final class Bounds {
  /** What 95 % leaves. */
  static final double ERROR = 0.05;

  private Bounds() {}

  /** The probability is at most this, but for an error of the given probability. */
  static double upper(int wrong, int trials, double error) {
    return trials == 0 || wrong == trials
        ? 1
        : BinomialConfidenceInterval.CLOPPER_PEARSON
            .fromErrorRate(trials, wrong, 2 * error)
            .getUpperBound();
  }

  /** The probability is at least this, but for an error of the given probability. */
  static double lower(int wrong, int trials, double error) {
    return trials == 0 || wrong == 0
        ? 0
        : BinomialConfidenceInterval.CLOPPER_PEARSON
            .fromErrorRate(trials, wrong, 2 * error)
            .getLowerBound();
  }

  /** The two-sided 95 % interval; all of 0 to 1 when nothing was seen. */
  static double[] interval(long wrong, long trials) {
    if (trials == 0) {
      return new double[] {0, 1};
    }
    Interval interval =
        BinomialConfidenceInterval.CLOPPER_PEARSON.fromErrorRate(
            Math.toIntExact(trials), Math.toIntExact(wrong), ERROR);
    return new double[] {interval.getLowerBound(), interval.getUpperBound()};
  }

  /** The fewest trials that show a probability of at most {@code budget} when none is wrong. */
  static int fewest(double budget, double error) {
    return (int) Math.ceil(Math.log(error) / Math.log1p(-budget));
  }
}
