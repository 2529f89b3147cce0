package dev.edgewise.sdk.api;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.CacheRule;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Quantities;
import dev.edgewise.sdk.spi.model.Caching;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How answers of a model may be kept where it is served:
 *
 * <pre>{@code
 * CacheConfig cache = CacheConfig.builder()
 *     .memoryCacheSize("8GB").diskCacheSize("500GB")
 *     .semanticCache(true).similarityThreshold(0.85)
 *     .build();
 * }</pre>
 *
 * <p>What was asked before in the same words is answered with what was answered then. A semantic
 * cache also answers what only means alike: where a threshold alone decides, such hits are wrong
 * now and then, and the node says how often; {@link Builder#maxFalseHitRate} makes the threshold a
 * floor under a bound that is shown to hold before anything is served. Where the serving node's own
 * configuration bounds a size, the smaller counts. The same as {@code @Cached} on a method.
 * Immutable; equal when they say the same.
 */
public final class CacheConfig {
  private final Caching caching;

  private CacheConfig(Caching caching) {
    this.caching = caching;
  }

  /**
   * Begins with what the node thinks right in memory, nothing on disk, an hour, same words only.
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Bytes in memory at most; 0 for as many as the node thinks right. */
  public long memoryCacheSize() {
    return caching.memoryBytes();
  }

  /** Bytes on the node's disk at most; 0 for none. */
  public long diskCacheSize() {
    return caching.diskBytes();
  }

  /** How long an answer is good for. */
  public Duration timeToLive() {
    return caching.timeToLive();
  }

  /** Whether what only means alike is answered too. */
  public boolean semanticCache() {
    return caching.semantic();
  }

  /** The least similarity of such a hit. */
  public double similarityThreshold() {
    return caching.similarityThreshold();
  }

  /** The share of such hits that may be wrong; empty when the threshold alone decides. */
  public OptionalDouble maxFalseHitRate() {
    return caching.maxFalseHitRate();
  }

  Caching caching() {
    return caching;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CacheConfig that && caching.equals(that.caching);
  }

  @Override
  public int hashCode() {
    return caching.hashCode();
  }

  @Override
  public String toString() {
    List<String> words = new ArrayList<>();
    words.add("answers kept for " + caching.timeToLive().toSeconds() + " s");
    if (caching.memoryBytes() > 0) {
      words.add(caching.memoryBytes() + " bytes in memory");
    }
    if (caching.diskBytes() > 0) {
      words.add(caching.diskBytes() + " bytes on disk");
    }
    if (caching.semantic()) {
      words.add("alike from " + caching.similarityThreshold());
      caching.maxFalseHitRate().ifPresent(rate -> words.add("at most " + rate + " of them wrong"));
    }
    return String.join(", ", words);
  }

  /** Builds a {@link CacheConfig}. Not thread-safe. */
  public static final class Builder {
    private long memoryBytes;
    private long diskBytes;
    private Duration timeToLive = Caching.DEFAULT_TIME_TO_LIVE;
    private boolean semantic;
    private @Nullable Double threshold;
    private @Nullable Double maxFalseHitRate;

    private Builder() {}

    /**
     * What may be in memory of the serving node: {@code "8GB"} is 8·10⁹ bytes, {@code "8GiB"} 2³³.
     * A node with less to give gives less, and says so in its log.
     *
     * @throws EdgewiseException with {@code BAD_CLIENT} when it is no size
     */
    public Builder memoryCacheSize(String size) {
      this.memoryBytes = bytes("memoryCacheSize", size, 1);
      return this;
    }

    /**
     * What may be on the disk of the serving node, where it outlives a restart: {@code "500GB"},
     * {@code "0"} for nothing. A node with less to give gives less, and says so in its log.
     *
     * @throws EdgewiseException with {@code BAD_CLIENT} when it is no size
     */
    public Builder diskCacheSize(String size) {
      this.diskBytes = bytes("diskCacheSize", size, 0);
      return this;
    }

    private static long bytes(String word, String size, long least) {
      requireNonNull(size, word);
      try {
        long bytes = Quantities.bytes(size.strip());
        if (bytes >= least && bytes <= Caching.LARGEST_SIZE) {
          return bytes;
        }
      } catch (IllegalArgumentException e) {
        // Told below, as what is out of range.
      }
      throw EdgewiseException.of(
          ErrorCode.BAD_CLIENT,
          word
              + "(\""
              + size
              + "\"): that is no size of a cache. Write a whole number and a unit: \"64MB\","
              + " \"8GB\" for 8·10⁹ bytes, \"8GiB\" for 2³³.");
    }

    /**
     * How long an answer is good for, a second to 30 days, in whole seconds; without this an hour.
     *
     * @throws EdgewiseException with {@code BAD_CLIENT} when it is another
     */
    public Builder timeToLive(Duration time) {
      requireNonNull(time, "time");
      if (time.compareTo(CacheRule.SHORTEST) < 0 || time.compareTo(CacheRule.LONGEST) > 0) {
        throw EdgewiseException.of(
            ErrorCode.BAD_CLIENT,
            "timeToLive("
                + time
                + "): an answer is kept from a second to 30 days. Duration.ofHours(1) is what holds"
                + " when nothing is said.");
      }
      this.timeToLive = time;
      return this;
    }

    /** Whether a question that only means alike may be answered too. */
    public Builder semanticCache(boolean semantic) {
      this.semantic = semantic;
      return this;
    }

    /**
     * The least similarity of such a hit, 0 to 1: the cosine of what the node's embedder makes of
     * both questions. Without this 0.85. It means something else for each embedder, and none is
     * safe: see {@link #maxFalseHitRate}.
     *
     * @throws EdgewiseException with {@code BAD_CLIENT} when it is another
     */
    public Builder similarityThreshold(double threshold) {
      if (!(threshold >= 0 && threshold <= 1)) {
        throw EdgewiseException.of(
            ErrorCode.BAD_CLIENT,
            "similarityThreshold("
                + threshold
                + "): a similarity lies between 0 and 1. 0.85 is a good start; with"
                + " maxFalseHitRate(0.02) beside it, it is a floor, and the node finds out from"
                + " where on it can be trusted.");
      }
      this.threshold = threshold;
      return this;
    }

    /**
     * The share of such hits that may be wrong, more than 0 and less than 1. The threshold is then
     * a floor only: nothing is served before the bound is shown to hold, and nothing any more when
     * it does not.
     *
     * @throws EdgewiseException with {@code BAD_CLIENT} when it is another
     */
    public Builder maxFalseHitRate(double rate) {
      if (!(rate > 0 && rate < 1)) {
        throw EdgewiseException.of(
            ErrorCode.BAD_CLIENT,
            "maxFalseHitRate("
                + rate
                + "): a share of hits lies between 0 and 1, both excluded. 0.02 allows 2 of 100;"
                + " a cache that is never wrong is one without semanticCache(true).");
      }
      this.maxFalseHitRate = rate;
      return this;
    }

    /**
     * What was asked for.
     *
     * @throws EdgewiseException with {@code BAD_CLIENT} when a threshold or a rate was named, but
     *     not semanticCache(true)
     */
    public CacheConfig build() {
      if (!semantic && (threshold != null || maxFalseHitRate != null)) {
        throw EdgewiseException.of(
            ErrorCode.BAD_CLIENT,
            (threshold != null ? "similarityThreshold" : "maxFalseHitRate")
                + " was named, and the cache is not semantic: only hits of questions that mean"
                + " alike are more or less similar, and may be wrong. Add semanticCache(true), or"
                + " leave it out.");
      }
      return new CacheConfig(
          new Caching(
              memoryBytes,
              diskBytes,
              timeToLive,
              semantic,
              threshold == null ? Caching.DEFAULT_THRESHOLD : threshold,
              maxFalseHitRate == null
                  ? OptionalDouble.empty()
                  : OptionalDouble.of(maxFalseHitRate)));
    }
  }
}
