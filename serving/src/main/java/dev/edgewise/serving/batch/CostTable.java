package dev.edgewise.serving.batch;

import org.jspecify.annotations.Nullable;

/**
 * What a batch of n costs, learned from batches that ran: for each size the mean of its last 20
 * runs without those that took longer than usual, made monotone by isotonic regression (pool
 * adjacent violators), with straight lines between sizes and a·n + b beyond them. Nothing learned
 * means a cost of 0: an unknown lane refuses nobody.
 *
 * <p>Without those, because a stall of the machine is no property of a size, and large batches are
 * what runs after a stall: by a mean of all runs they look dear on a busy machine, so that batches
 * stay small just when much waits. What runs take beyond it is in the margin, which all sizes
 * share: the 75 % quantile of actual ÷ predicted, at least 1.03. Not thread-safe.
 */
final class CostTable {
  /** The share by which every prediction is raised at least. */
  static final double LEAST_MARGIN = 1.03;

  private static final double MOST_MARGIN = 1.5;
  private static final double QUANTILE = 0.75;
  private static final double QUANTILE_STEP = 0.01;

  /** So many runs of a size are kept. */
  private static final int MEMORY = 20;

  /** A run that took so many times the quickest was held up by something else. */
  private static final double USUAL = 1.5;

  /** Less than this is no change of a size's mean. */
  private static final double NOTHING = 0.005;

  /** A size's neighbours count as so many runs of it. */
  private static final double NEIGHBOURS = 5;

  private final double[] @Nullable [] kept;
  private final double[] mean;
  private final long[] count;
  private final double[] fitted;
  private boolean known;
  private boolean stale;
  private double quantile = LEAST_MARGIN;

  CostTable(int max) {
    this.kept = new double[max + 1][];
    this.mean = new double[max + 1];
    this.count = new long[max + 1];
    this.fitted = new double[max + 1];
  }

  /**
   * A batch of {@code n} took {@code nanos}.
   *
   * @return whether predictions changed by more than nothing to speak of
   */
  boolean observe(int n, long nanos) {
    double took = Math.max(1, nanos);
    if (count[n] > 2) {
      double ratio = took / at(n);
      quantile += ratio > quantile ? QUANTILE_STEP * QUANTILE : -QUANTILE_STEP * (1 - QUANTILE);
      quantile = Math.clamp(quantile, LEAST_MARGIN, MOST_MARGIN);
    }
    double[] runs = kept[n];
    if (runs == null) {
      // Few of the sizes that there may be ever run.
      runs = new double[MEMORY];
      kept[n] = runs;
    }
    runs[(int) (count[n] % MEMORY)] = took;
    count[n]++;
    double usual = usual(runs, (int) Math.min(count[n], MEMORY));
    known = true;
    if (count[n] > Knee.EVIDENCE && Math.abs(usual - mean[n]) < NOTHING * mean[n]) {
      // The line through all sizes is drawn anew only for something.
      return false;
    }
    mean[n] = usual;
    stale = true;
    return true;
  }

  /** The mean of the first {@code size} values without those that a stall made longer. */
  private static double usual(double[] values, int size) {
    double least = values[0];
    for (int i = 1; i < size; i++) {
      least = Math.min(least, values[i]);
    }
    double sum = 0;
    int used = 0;
    for (int i = 0; i < size; i++) {
      if (values[i] <= USUAL * least) {
        sum += values[i];
        used++;
      }
    }
    return sum / used;
  }

  /** Whether anything was learned. */
  boolean known() {
    return known;
  }

  /** The expected time of a batch of {@code n}, 1 to the largest; 0 when nothing is known. */
  double at(int n) {
    if (stale) {
      fit();
    }
    return fitted[n];
  }

  /** What predictions are raised by, 1.03 to 2. */
  double margin() {
    return quantile;
  }

  /** How often a batch of {@code n} ran. */
  long runs(int n) {
    return count[n];
  }

  /** The largest size that there can be. */
  int max() {
    return count.length - 1;
  }

  private void fit() {
    stale = false;
    int max = max();
    int[] size = new int[max];
    double[] value = new double[max];
    int measured = 0;
    for (int n = 1; n <= max; n++) {
      if (count[n] > 0) {
        size[measured] = n;
        value[measured] = mean[n];
        measured++;
      }
    }
    double slope = slope(size, value, measured);
    smooth(size, value, measured);
    pool(size, value, measured);
    int at = 0;
    for (int n = 1; n <= max; n++) {
      while (at < measured && size[at] < n) {
        at++;
      }
      if (at == measured) {
        fitted[n] = value[measured - 1] + slope * (n - size[measured - 1]);
      } else if (size[at] == n) {
        fitted[n] = value[at];
      } else if (at == 0) {
        // Not below the share of its items, which a line through noise could be.
        fitted[n] = Math.max(value[0] - slope * (size[0] - n), value[0] * ((double) n / size[0]));
      } else {
        double part = (double) (n - size[at - 1]) / (size[at] - size[at - 1]);
        fitted[n] = value[at - 1] + part * (value[at] - value[at - 1]);
      }
    }
  }

  /**
   * Draws each value towards the line between its neighbours, the less, the more runs it has: who
   * compares fifty batch sizes would otherwise find the one that was lucky.
   */
  private void smooth(int[] size, double[] value, int measured) {
    double[] raw = value.clone();
    for (int i = 1; i < measured - 1; i++) {
      double part = (double) (size[i] - size[i - 1]) / (size[i + 1] - size[i - 1]);
      double between = raw[i - 1] + part * (raw[i + 1] - raw[i - 1]);
      double runs = Math.min(count[size[i]], MEMORY);
      value[i] = (runs * raw[i] + NEIGHBOURS * between) / (runs + NEIGHBOURS);
    }
  }

  /** The slope of the line of least squares, each size weighted by its runs, 0 or more. */
  private double slope(int[] size, double[] value, int measured) {
    double weights = 0;
    double sizes = 0;
    double values = 0;
    for (int i = 0; i < measured; i++) {
      double weight = Math.min(count[size[i]], MEMORY);
      weights += weight;
      sizes += weight * size[i];
      values += weight * value[i];
    }
    double meanSize = sizes / weights;
    double meanValue = values / weights;
    double both = 0;
    double square = 0;
    for (int i = 0; i < measured; i++) {
      double weight = Math.min(count[size[i]], MEMORY);
      both += weight * (size[i] - meanSize) * (value[i] - meanValue);
      square += weight * (size[i] - meanSize) * (size[i] - meanSize);
    }
    // From one size nothing follows for the others: half of it is taken as fixed.
    return square == 0 ? meanValue / 2 / meanSize : Math.max(0, both / square);
  }

  /** Makes values monotone: neighbours in the wrong order get their common mean. */
  private void pool(int[] size, double[] value, int measured) {
    int[] ends = new int[measured];
    double[] means = new double[measured];
    double[] weights = new double[measured];
    int blocks = 0;
    for (int i = 0; i < measured; i++) {
      double mean = value[i];
      double weight = Math.min(count[size[i]], MEMORY);
      while (blocks > 0 && means[blocks - 1] > mean) {
        blocks--;
        mean = (means[blocks] * weights[blocks] + mean * weight) / (weights[blocks] + weight);
        weight += weights[blocks];
      }
      means[blocks] = mean;
      weights[blocks] = weight;
      ends[blocks] = i;
      blocks++;
    }
    int i = 0;
    for (int block = 0; block < blocks; block++) {
      for (; i <= ends[block]; i++) {
        value[i] = means[block];
      }
    }
  }
}
