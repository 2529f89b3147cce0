package dev.edgewise.bench.stats;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Intervals without an assumption about the distribution: percentile bootstrap (B. Efron, 1979) of
 * a mean or a median, 2,000 resamples from a seed. Below five values it is too narrow, so none is
 * given then.
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
    return of(values, seed, sample -> Arrays.stream(sample).average().orElseThrow());
  }

  /**
   * The median with its 95 % interval: one round that something disturbed does not move it.
   *
   * @param values at least {@link #LEAST}
   * @param seed of the resamples
   */
  public static Interval median(double[] values, long seed) {
    return of(values, seed, Bootstrap::middle);
  }

  /** The middle of at least one value; of an even number the mean of the two in the middle. */
  public static double middle(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  private static Interval of(double[] values, long seed, ToDoubleFunction<double[]> statistic) {
    if (values.length < LEAST) {
      throw new IllegalArgumentException(
          "values: " + values.length + " (expected: " + LEAST + " or more)");
    }
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    double[] found = new double[RESAMPLES];
    double[] sample = new double[values.length];
    for (int i = 0; i < RESAMPLES; i++) {
      for (int j = 0; j < sample.length; j++) {
        sample[j] = values[random.nextInt(values.length)];
      }
      found[i] = statistic.applyAsDouble(sample);
    }
    Arrays.sort(found);
    return new Interval(
        found[(int) (0.025 * RESAMPLES)],
        statistic.applyAsDouble(values),
        found[(int) (0.975 * RESAMPLES) - 1]);
  }

  /**
   * The mean of {@code ours − theirs} with its 95 % interval, where equal indices belong together:
   * the same seed, or runs that followed each other.
   */
  public static Interval paired(double[] ours, double[] theirs, long seed) {
    return mean(byPairs(ours, theirs, (our, their) -> our - their), seed);
  }

  /** The median of {@code ours ÷ theirs} with its 95 % interval, of pairs as above. */
  public static Interval ratio(double[] ours, double[] theirs, long seed) {
    return median(byPairs(ours, theirs, (our, their) -> our / their), seed);
  }

  private static double[] byPairs(double[] ours, double[] theirs, DoubleBinaryOperator comparison) {
    if (ours.length != theirs.length) {
      throw new IllegalArgumentException(
          "theirs: " + theirs.length + " values (expected: " + ours.length + ", as many as ours)");
    }
    double[] compared = new double[ours.length];
    for (int i = 0; i < ours.length; i++) {
      compared[i] = comparison.applyAsDouble(ours[i], theirs[i]);
    }
    return compared;
  }
}
