package dev.edgewise.core;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes and durations as people write them. */
public final class Quantities {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,18}) ?(B|[kKMGT]B|[KMGT]iB)?");
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9}) ?(ms|s|m|h)");

  private Quantities() {}

  /**
   * Reads a size: {@code 8GB} is 8·10⁹ bytes, {@code 4MiB} is 2²², a bare number is bytes.
   *
   * @throws IllegalArgumentException when it is none, or does not fit a long
   */
  public static long bytes(String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    String unit = matcher.group(2) == null ? "B" : matcher.group(2);
    long base = unit.endsWith("iB") ? 1024 : 1000;
    int power = unit.equals("B") ? 0 : "KMGT".indexOf(Character.toUpperCase(unit.charAt(0))) + 1;
    try {
      long value = Long.parseLong(matcher.group(1));
      for (int i = 0; i < power; i++) {
        value = Math.multiplyExact(value, base);
      }
      return value;
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /**
   * Reads a duration: {@code 500ms}, {@code 10s}, {@code 2m}, {@code 1h}; a bare number has no unit
   * and is refused.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    long value = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(value);
      case "s" -> Duration.ofSeconds(value);
      case "m" -> Duration.ofMinutes(value);
      default -> Duration.ofHours(value);
    };
  }
}
