package dev.edgewise.orchestrator.traffic;

import java.util.Arrays;

/**
 * Counts of durations in exponential buckets: bucket {@code i} holds those in microseconds within
 * (2^((i-1)/4), 2^(i/4)], so each is 19 % wider than the one before and a percentile is never wrong
 * by more than that. Bucket 0 holds everything up to 1 µs, the last everything above 54 minutes.
 * Not thread-safe.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/metrics/data-model/">OpenTelemetry's
 *     exponential histogram, of which this is scale 2</a>
 */
final class Histogram {
  static final int BUCKETS = 128;

  private final long[] counts = new long[BUCKETS];
  private long total;

  void add(int index, long count) {
    counts[Math.clamp(index, 0, BUCKETS - 1)] += count;
    total += count;
  }

  void add(Histogram other) {
    for (int i = 0; i < BUCKETS; i++) {
      counts[i] += other.counts[i];
    }
    total += other.total;
  }

  void clear() {
    Arrays.fill(counts, 0);
    total = 0;
  }

  long total() {
    return total;
  }

  /** How many lie in the buckets up to this one. */
  long upTo(int index) {
    long sum = 0;
    for (int i = 0; i <= Math.min(index, BUCKETS - 1); i++) {
      sum += counts[i];
    }
    return sum;
  }

  /**
   * The duration in milliseconds that a fraction {@code quantile} (0 to 1) of the calls did not
   * exceed; 0 when there was no call. Within a bucket durations are taken to be spread evenly on
   * the logarithmic scale.
   */
  double quantileMillis(double quantile) {
    if (total == 0) {
      return 0;
    }
    double rank = quantile * total;
    long before = 0;
    for (int i = 0; i < BUCKETS; i++) {
      if (counts[i] > 0 && before + counts[i] >= rank) {
        double within = Math.clamp((rank - before) / counts[i], 0.0, 1.0);
        return upperMillis(i - 1 + within);
      }
      before += counts[i];
    }
    return upperMillis(BUCKETS - 1);
  }

  /** The sum of all durations in seconds, each taken as the middle of its bucket. */
  double sumSeconds() {
    double sum = 0;
    for (int i = 0; i < BUCKETS; i++) {
      sum += counts[i] * upperMillis(i - 0.5) / 1e3;
    }
    return sum;
  }

  private static double upperMillis(double index) {
    return Math.pow(2, index / 4) / 1e3;
  }
}
