package dev.edgewise.core;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

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
}
