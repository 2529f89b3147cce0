package dev.edgewise.core;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * What a caller asks of a cache on the way of its call. Immutable.
 *
 * @param noCache nothing kept is served; the result is kept all the same
 * @param exactOnly only an answer to the very same question is served
 * @param maxAge older ones are not served
 * @param minSimilarity less similar ones are not served; raises the rule's own threshold only
 */
public record CacheControl(
    boolean noCache, boolean exactOnly, Optional<Duration> maxAge, OptionalDouble minSimilarity) {
  /** Whatever the method's rule allows. */
  public static final CacheControl NONE =
      new CacheControl(false, false, Optional.empty(), OptionalDouble.empty());

  public CacheControl {
    requireNonNull(maxAge, "maxAge");
    requireNonNull(minSimilarity, "minSimilarity");
    maxAge.ifPresent(
        age -> {
          if (age.isNegative() || age.compareTo(CacheRule.LONGEST) > 0) {
            throw new IllegalArgumentException(
                "maxAge: " + age + " (expected: zero to " + CacheRule.LONGEST + ")");
          }
        });
    minSimilarity.ifPresent(
        least -> {
          if (!(least >= 0 && least <= 1)) {
            throw new IllegalArgumentException("minSimilarity: " + least + " (expected: 0 to 1)");
          }
        });
  }

  /**
   * Whatever both allow: what a call that is nested in another asks, and what the outer one did.
   */
  public CacheControl and(CacheControl other) {
    return new CacheControl(
        noCache || other.noCache,
        exactOnly || other.exactOnly,
        Stream.of(maxAge, other.maxAge).flatMap(Optional::stream).min(Comparator.naturalOrder()),
        DoubleStream.concat(minSimilarity.stream(), other.minSimilarity.stream()).max());
  }

  /** The same, where nothing kept is served. */
  public CacheControl withNoCache() {
    return new CacheControl(true, exactOnly, maxAge, minSimilarity);
  }

  /** The same, where only an answer to the very same question is served. */
  public CacheControl withExactOnly() {
    return new CacheControl(noCache, true, maxAge, minSimilarity);
  }

  /**
   * The same, where nothing older is served.
   *
   * @param age zero to 30 days; whole seconds count
   */
  public CacheControl withMaxAge(Duration age) {
    return new CacheControl(noCache, exactOnly, Optional.of(age), minSimilarity);
  }

  /**
   * The same, where nothing less similar is served.
   *
   * @param least 0 to 1
   */
  public CacheControl withMinSimilarity(double least) {
    return new CacheControl(noCache, exactOnly, maxAge, OptionalDouble.of(least));
  }
}
