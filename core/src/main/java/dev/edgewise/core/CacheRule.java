package dev.edgewise.core;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * How results of a method are kept.
 *
 * @param timeToLive how long a result is good for, {@link #SHORTEST} to {@link #LONGEST}
 * @param semantic how questions that only mean alike are answered; empty when they are not
 */
public record CacheRule(Duration timeToLive, Optional<SemanticRule> semantic) {
  public static final Duration SHORTEST = Duration.ofSeconds(1);
  public static final Duration LONGEST = Duration.ofDays(30);

  public CacheRule {
    requireNonNull(semantic, "semantic");
    if (timeToLive.compareTo(SHORTEST) < 0 || timeToLive.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "timeToLive: " + timeToLive + " (expected: " + SHORTEST + " to " + LONGEST + ")");
    }
  }
}
