package dev.edgewise.serving.batch;

/** Finds the batch size from which on larger batches bring nothing but waiting. */
final class Knee {
  /** What twice the batch has to bring in items a second. */
  static final double LEAST_GAIN = 1.05;

  /** Fewer runs of a size are no evidence against it. */
  static final int EVIDENCE = 5;

  /** n to the power of 1 − log₂ 1.05: who has more of it for the time is better by the rule. */
  private final double[] worth;

  Knee(int max) {
    this.worth = new double[max + 1];
    double power = 1 - Math.log(LEAST_GAIN) / Math.log(2);
    for (int n = 1; n <= max; n++) {
      worth[n] = Math.pow(n, power);
    }
  }

  /**
   * The smallest measured size than which no larger measured one has 5 % more items a second for
   * each doubling; the table's largest when there is no such evidence.
   */
  int of(CostTable costs) {
    int knee = costs.max();
    int largest = 0;
    double bestLarger = 0;
    for (int n = costs.max(); n >= 1; n--) {
      if (costs.runs(n) < EVIDENCE) {
        continue;
      }
      double value = worth[n] / costs.at(n);
      if (value > bestLarger && largest >= 2 * n) {
        knee = n;
      }
      bestLarger = Math.max(bestLarger, value);
      largest = Math.max(largest, n);
    }
    return knee;
  }
}
