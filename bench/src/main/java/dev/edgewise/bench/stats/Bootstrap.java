package dev.edgewise.bench.stats;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Intervals without an assumption about the distribution: percentile bootstrap (B. Efron, 1979) of
 * the mean, 2,000 resamples from a seed. Below five values it is too narrow, so none is given then.
 */
public final class Bootstrap {
  /** Fewer values than this give no interval. */
  public static final int LEAST = 5;

  private static final int RESAMPLES = 2_000;

  private Bootstrap() {}

  /**
   * The mean with its 95 % interval.
   *
   * @param values at least {@link #LEAST}
   * @param seed of the resamples
   */
  public static Interval mean(double[] values, long seed) {
    if (values.length < LEAST) {
      throw new IllegalArgumentException(
          "values: " + values.length + " (expected: " + LEAST + " or more)");
    }
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    double[] means = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      double sum = 0;
      for (int j = 0; j < values.length; j++) {
        sum += values[random.nextInt(values.length)];
      }
      means[i] = sum / values.length;
    }
    Arrays.sort(means);
    double mean = Arrays.stream(values).average().orElseThrow();
    return new Interval(
        means[(int) (0.025 * RESAMPLES)], mean, means[(int) (0.975 * RESAMPLES) - 1]);
  }

  /**
   * The mean of {@code ours − theirs} with its 95 % interval, where equal indices belong together:
   * the same seed, or runs that followed each other.
   */
  public static Interval paired(double[] ours, double[] theirs, long seed) {
    if (ours.length != theirs.length) {
      throw new IllegalArgumentException(
          "theirs: " + theirs.length + " values (expected: " + ours.length + ", as many as ours)");
    }
    double[] differences = new double[ours.length];
    for (int i = 0; i < ours.length; i++) {
      differences[i] = ours[i] - theirs[i];
    }
    return mean(differences, seed);
  }
}
