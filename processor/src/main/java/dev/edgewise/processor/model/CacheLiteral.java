package dev.edgewise.processor.model;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Sameness;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How results are kept, as the source has it and not yet checked.
 *
 * @param ttl how long a result is good for
 * @param semantic whether what means alike may be answered too
 * @param similarityThreshold the least similarity of such a hit
 * @param maxFalseHitRate the share of such hits that may be wrong; 0 for none said
 * @param same when a kept result is taken for right
 * @param source where it stands
 */
public record CacheLiteral(
    String ttl,
    boolean semantic,
    double similarityThreshold,
    double maxFalseHitRate,
    Sameness same,
    SourceRef source) {
  private static final Pattern TTL = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
  private static final long SHORTEST_MILLIS = 1_000;
  private static final long LONGEST_MILLIS = 30L * 24 * 3_600_000;

  public CacheLiteral {
    requireNonNull(ttl, "ttl");
    requireNonNull(same, "same");
    requireNonNull(source, "source");
  }

  /** Milliseconds that a result is good for, a second to 30 days; empty when it is none. */
  public OptionalLong millis() {
    Matcher matcher = TTL.matcher(ttl);
    if (!matcher.matches()) {
      return OptionalLong.empty();
    }
    long millis = Long.parseLong(matcher.group(1)) * unit(matcher.group(2));
    return millis >= SHORTEST_MILLIS && millis <= LONGEST_MILLIS
        ? OptionalLong.of(millis)
        : OptionalLong.empty();
  }

  private static long unit(String name) {
    return switch (name) {
      case "ms" -> 1;
      case "s" -> 1_000;
      case "m" -> 60_000;
      case "h" -> 3_600_000;
      default -> 24 * 3_600_000;
    };
  }
}
