package dev.edgewise.bench.stats;

/**
 * Where a run becomes steady, by MSER-5 (K. P. White, "An effective truncation heuristic for bias
 * reduction in simulation output", Simulation 69(6), 1997): cut where the mean of the rest is known
 * best.
 */
public final class Steady {
  private static final int BATCH = 5;

  private Steady() {}

  /**
   * How many of the first samples to leave out: a multiple of 5, at most half of them (a run whose
   * second half is no steadier than its first has no warm-up to cut).
   */
  public static int cut(double[] samples) {
    int batches = samples.length / BATCH;
    double[] means = new double[batches];
    for (int i = 0; i < batches; i++) {
      double sum = 0;
      for (int j = 0; j < BATCH; j++) {
        sum += samples[i * BATCH + j];
      }
      means[i] = sum / BATCH;
    }
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    double sum = 0;
    double squares = 0;
    for (int d = batches - 1; d >= 0; d--) {
      sum += means[d];
      squares += means[d] * means[d];
      int rest = batches - d;
      double error = (squares - sum * sum / rest) / ((double) rest * rest);
      if (d <= batches / 2 && error <= least) {
        least = error;
        best = d;
      }
    }
    return best * BATCH;
  }
}
