package dev.edgewise.cli.shell;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Quantities;
import java.time.Duration;

/** Durations as people type them: {@code 200ms}, {@code 5s}, {@code 2m}. */
public final class Durations {
  private static final Duration LONGEST = Duration.ofHours(1);

  private Durations() {}

  /** Reads a duration of more than zero and at most an hour. */
  public static Duration parse(String option, String text) {
    try {
      Duration duration = Quantities.duration(text);
      if (!duration.isZero() && duration.compareTo(LONGEST) <= 0) {
        return duration;
      }
    } catch (IllegalArgumentException e) {
      // Told below, as what is out of range is.
    }
    throw new Problem(
            ErrorCode.BAD_USAGE,
            option + ": '" + text + "' is no duration",
            "expected a whole number with ms, s, m or h, more than zero, at most 1h",
            "for example " + option + " 5s")
        .failure();
  }
}
