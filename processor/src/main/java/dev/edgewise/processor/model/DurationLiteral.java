package dev.edgewise.processor.model;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time as the source has it, not yet checked: a deadline, what a batch waits, how long a result
 * is good for. It has a method for each of these, because their bounds differ.
 *
 * @param text for example {@code 50ms}
 * @param source where it stands
 */
public record DurationLiteral(String text, SourceRef source) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
  private static final Map<String, Long> UNITS =
      Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

  /** The longest that a caller waits: one hour. */
  static final long LONGEST_WAIT = 3_600_000;

  private static final long SHORTEST_KEEPING = 1_000;
  private static final long LONGEST_KEEPING = 30 * 86_400_000L;

  public DurationLiteral {
    requireNonNull(text, "text");
    requireNonNull(source, "source");
  }

  /** Milliseconds that somebody waits, from 1 to one hour; empty when the text is none of these. */
  public OptionalLong waiting() {
    return millis(1, LONGEST_WAIT);
  }

  /** Milliseconds that something is kept, a second to 30 days; empty when the text is none. */
  public OptionalLong keeping() {
    return millis(SHORTEST_KEEPING, LONGEST_KEEPING);
  }

  private OptionalLong millis(long least, long most) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return OptionalLong.empty();
    }
    long unit = UNITS.getOrDefault(matcher.group(2), 0L);
    long millis = Long.parseLong(matcher.group(1)) * unit;
    return millis >= least && millis <= most ? OptionalLong.of(millis) : OptionalLong.empty();
  }
}
