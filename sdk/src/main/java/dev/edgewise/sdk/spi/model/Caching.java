package dev.edgewise.sdk.spi.model;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.CacheRule;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * How answers of a model may be kept. Where the serving node's own configuration bounds a size, the
 * smaller counts.
 *
 * @param memoryBytes in memory at most; 0 for as much as the node thinks right
 * @param diskBytes on the node's disk at most; 0 for none
 * @param timeToLive how long an answer is good for, a second to 30 days, in whole seconds
 * @param semantic whether a question that only means alike may be answered too, where the method
 *     has a question
 * @param similarityThreshold the least cosine of such a hit, 0 to 1; the default where it is not
 *     semantic
 * @param maxFalseHitRate the share of such hits that may be wrong, between 0 and 1, both excluded;
 *     empty: the threshold alone decides
 */
public record Caching(
    long memoryBytes,
    long diskBytes,
    Duration timeToLive,
    boolean semantic,
    double similarityThreshold,
    OptionalDouble maxFalseHitRate) {
  /** How long answers are good for when nobody says how long. */
  public static final Duration DEFAULT_TIME_TO_LIVE = Duration.ofHours(1);

  /** The threshold when nobody says one. */
  public static final double DEFAULT_THRESHOLD = 0.85;

  /** The largest size of a tier that can be asked for, in bytes. */
  public static final long LARGEST_SIZE = 1L << 60;

  public Caching {
    Checks.size("memoryBytes", memoryBytes);
    Checks.size("diskBytes", diskBytes);
    requireNonNull(timeToLive, "timeToLive");
    if (timeToLive.compareTo(CacheRule.SHORTEST) < 0
        || timeToLive.compareTo(CacheRule.LONGEST) > 0) {
      throw new IllegalArgumentException(
          "timeToLive: "
              + timeToLive
              + " (expected: "
              + CacheRule.SHORTEST
              + " to "
              + CacheRule.LONGEST
              + ")");
    }
    timeToLive = Duration.ofSeconds(timeToLive.toSeconds());
    Checks.range("similarityThreshold", similarityThreshold, 0, 1);
    maxFalseHitRate.ifPresent(
        rate -> {
          if (!(rate > 0 && rate < 1)) {
            throw new IllegalArgumentException(
                "maxFalseHitRate: " + rate + " (expected: between 0 and 1)");
          }
        });
    if (!semantic) {
      // Two profiles that do the same are the same.
      similarityThreshold = DEFAULT_THRESHOLD;
      maxFalseHitRate = OptionalDouble.empty();
    }
  }
}
