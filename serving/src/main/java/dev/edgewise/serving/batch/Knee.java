package dev.edgewise.serving.batch;

/** Finds the batch size from which on larger batches bring nothing but waiting. */
final class Knee {
  /** What twice the batch has to bring in items a second. */
  static final double LEAST_GAIN = 1.05;

  /** Fewer runs of a size are no evidence against it. */
  private static final int EVIDENCE = 5;

  private Knee() {}

  /**
   * The smallest measured size than which no larger measured one has 5 % more items a second for
   * each doubling; the table's largest when there is no such evidence.
   */
  static int cap(CostTable costs) {
    int max = costs.max();
    for (int n = 1; n <= max; n++) {
      if (costs.runs(n) >= EVIDENCE && isBest(costs, n, max)) {
        return n;
      }
    }
    return max;
  }

  private static boolean isBest(CostTable costs, int n, int max) {
    double rate = n / costs.at(n);
    boolean seenLarger = false;
    for (int larger = n + 1; larger <= max; larger++) {
      if (costs.runs(larger) < EVIDENCE) {
        continue;
      }
      double doublings = Math.log((double) larger / n) / Math.log(2);
      if (larger / costs.at(larger) >= rate * Math.pow(LEAST_GAIN, doublings)) {
        return false;
      }
      seenLarger |= larger >= 2 * n;
    }
    return seenLarger;
  }
}
