package dev.edgewise.processor.model;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A deadline as the source has it.
 *
 * @param text for example {@code 50ms}
 * @param source where it stands
 */
public record DeadlineLiteral(String text, SourceRef source) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

  /** The longest: one hour. */
  static final long MAX_MILLIS = 3_600_000;

  public DeadlineLiteral {
    requireNonNull(text, "text");
    requireNonNull(source, "source");
  }

  /** Milliseconds, from 1 to one hour; empty when the text is nothing of the kind. */
  public OptionalLong millis() {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return OptionalLong.empty();
    }
    long millis = Long.parseLong(matcher.group(1)) * unit(matcher.group(2));
    return millis >= 1 && millis <= MAX_MILLIS ? OptionalLong.of(millis) : OptionalLong.empty();
  }

  private static long unit(String name) {
    return switch (name) {
      case "ms" -> 1;
      case "s" -> 1_000;
      case "m" -> 60_000;
      default -> 3_600_000;
    };
  }
}
