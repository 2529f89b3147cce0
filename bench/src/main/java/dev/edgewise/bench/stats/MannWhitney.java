package dev.edgewise.bench.stats;

import java.util.Arrays;

/**
 * Whether values of one run tend to be larger than those of another that does not belong to it pair
 * by pair (H. B. Mann, D. R. Whitney, 1947): normal approximation with ties and continuity, good
 * from 8 values each.
 */
public final class MannWhitney {
  /** Fewer values than this on a side tell nothing. */
  public static final int LEAST = 8;

  private MannWhitney() {}

  /** The two-sided probability of a difference like this when there is none, 0 to 1. */
  public static double probability(double[] some, double[] others) {
    if (some.length < LEAST || others.length < LEAST) {
      throw new IllegalArgumentException(
          "values: "
              + Math.min(some.length, others.length)
              + " (expected: "
              + LEAST
              + " or more on each side)");
    }
    double n1 = some.length;
    double n2 = others.length;
    double[] all = new double[some.length + others.length];
    System.arraycopy(some, 0, all, 0, some.length);
    System.arraycopy(others, 0, all, some.length, others.length);
    Arrays.sort(all);
    double rankSum = 0;
    for (double value : some) {
      rankSum += rank(all, value);
    }
    double u = rankSum - n1 * (n1 + 1) / 2;
    double n = n1 + n2;
    double variance = n1 * n2 / 12 * (n + 1 - ties(all) / (n * (n - 1)));
    if (variance <= 0) {
      return 1;
    }
    double z = Math.max(0, Math.abs(u - n1 * n2 / 2) - 0.5) / Math.sqrt(variance);
    return Math.min(1, 2 * upperTail(z));
  }

  /** The mean rank, from 1, of a value among sorted ones that contain it. */
  private static double rank(double[] sorted, double value) {
    int below = 0;
    int same = 0;
    for (double other : sorted) {
      below += other < value ? 1 : 0;
      same += other == value ? 1 : 0;
    }
    return below + (same + 1) / 2.0;
  }

  private static double ties(double[] sorted) {
    double sum = 0;
    int from = 0;
    for (int i = 1; i <= sorted.length; i++) {
      if (i == sorted.length || sorted[i] != sorted[from]) {
        double t = i - from;
        sum += t * t * t - t;
        from = i;
      }
    }
    return sum;
  }

  /** Above z of the standard normal: Abramowitz and Stegun 26.2.17, error below 7.5e-8. */
  private static double upperTail(double z) {
    double t = 1 / (1 + 0.2316419 * z);
    double polynomial =
        t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * polynomial;
  }
}
