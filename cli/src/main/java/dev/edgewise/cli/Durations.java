package dev.edgewise.cli;

import dev.edgewise.core.ErrorCode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people type them: {@code 200ms}, {@code 5s}, {@code 2m}. */
final class Durations {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
  private static final Duration LONGEST = Duration.ofHours(1);

  private Durations() {}

  /** Reads a duration of more than zero and at most an hour. */
  static Duration parse(String option, String text) {
    Matcher matcher = TEXT.matcher(text);
    if (matcher.matches()) {
      long amount = Long.parseLong(matcher.group(1));
      Duration duration =
          switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
          };
      if (!duration.isZero() && duration.compareTo(LONGEST) <= 0) {
        return duration;
      }
    }
    throw new Problem(
            ErrorCode.BAD_USAGE,
            option + ": '" + text + "' is no duration",
            "expected a whole number with ms, s, m or h, more than zero, at most 1h",
            "for example " + option + " 5s")
        .failure();
  }
}
