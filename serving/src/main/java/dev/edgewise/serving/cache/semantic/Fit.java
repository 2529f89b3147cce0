package dev.edgewise.serving.cache.semantic;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * How likely an entry's answer is right for a question of some similarity: P(right | s) = σ(γ(s −
 * t)), from what is known of this entry, with what is uncertain about t (vCache, arXiv 2502.03771,
 * section 4: after its formulas).
 *
 * <p>Two things are ours. Half an observation of a wrong answer at the floor and of a right one at
 * 1 are put in, without which an entry that was always right has no finite fit. And vCache bounds
 * wrong answers among all <em>requests</em>: it serves at random with an entry that is not good
 * enough, since the rest is computed. Here the budget is a share of <em>hits</em>, so an entry
 * serves only what it is sure enough of ({@code docs/RATIONALE.md}).
 *
 * @param slope γ; an entry whose answers are not better where questions are nearer has none above 0
 * @param threshold t
 * @param deviation of t, by the delta method
 */
record Fit(double slope, double threshold, double deviation) {
  /** Fewer observations say nothing. */
  static final int FEWEST = 6;

  private static final int STEPS = 50;
  private static final int GRID = 50;
  private static final double PRIOR = 0.5;
  private static final double RIDGE = 1e-6;
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  /**
   * The fit of greatest likelihood, by Newton's steps.
   *
   * @param similarities of the observations
   * @param rights whether each was right
   * @param count of them
   * @param floor below which nothing is served
   */
  static Fit of(float[] similarities, boolean[] rights, int count, double floor) {
    double a = 0;
    double b = 0;
    double[] h = new double[3];
    for (int step = 0; step < STEPS; step++) {
      double[] sums = {0, 0, RIDGE, 0, RIDGE};
      // Centred at the floor, so that both parameters are of the same size.
      observe(sums, 0, 0, PRIOR, a, b);
      observe(sums, 1 - floor, 1, PRIOR, a, b);
      for (int i = 0; i < count; i++) {
        observe(sums, similarities[i] - floor, rights[i] ? 1 : 0, 1, a, b);
      }
      h = new double[] {sums[2], sums[3], sums[4]};
      double determinant = h[0] * h[2] - h[1] * h[1];
      double da = (h[2] * sums[0] - h[1] * sums[1]) / determinant;
      double db = (h[0] * sums[1] - h[1] * sums[0]) / determinant;
      double scale = Math.min(1, 4 / Math.max(1e-12, Math.abs(da) + Math.abs(db) * (1 - floor)));
      a += da * scale;
      b += db * scale;
      if (Math.abs(da) + Math.abs(db) < 1e-9) {
        break;
      }
    }
    return delta(a, b, h, floor);
  }

  private static void observe(
      double[] sums, double x, double right, double weight, double a, double b) {
    double p = sigmoid(a + b * x);
    double error = weight * (right - p);
    double curve = weight * p * (1 - p);
    sums[0] += error;
    sums[1] += error * x;
    sums[2] += curve;
    sums[3] += curve * x;
    sums[4] += curve * x * x;
  }

  private static Fit delta(double a, double b, double[] h, double floor) {
    if (b <= 0) {
      return new Fit(b, 1, 1);
    }
    double determinant = h[0] * h[2] - h[1] * h[1];
    double byA = -1 / b;
    double byB = a / (b * b);
    double variance = (byA * byA * h[2] - 2 * byA * byB * h[1] + byB * byB * h[0]) / determinant;
    return new Fit(b, floor - a / b, Math.sqrt(Math.max(0, variance)));
  }

  /**
   * What the probability of a right answer is at least: the greatest over ε of (1 − ε) σ(γ(s − t −
   * z(1 − ε) sd(t))), ε on a grid below the budget, since a larger one cannot be within it.
   */
  double confidence(double similarity, double budget) {
    if (slope <= 0) {
      return 0;
    }
    double best = 0;
    for (int i = 1; i <= GRID; i++) {
      double error = budget * i / (GRID + 1);
      double cautious =
          Math.min(1, threshold + NORMAL.inverseSurvivalProbability(error) * deviation);
      best = Math.max(best, (1 - error) * sigmoid(slope * (similarity - cautious)));
    }
    return best;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
