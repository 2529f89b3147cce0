package dev.edgewise.orchestrator.node;

import java.util.List;
import java.util.Locale;

/**
 * What a registration may hold at most. Each check throws an {@link IllegalArgumentException} of
 * the form {@code field: what it is (expected: rule)}, which is what the agent's operator reads.
 */
public final class Limits {
  static final int NAME = 255;
  public static final int TEXT = 200;
  static final int TAGS = 64;
  static final int TAG = 64;
  static final int SERVICES = 256;
  static final int METHODS = 1_024;
  static final int MODELS = 256;
  static final int CPU_FEATURES = 256;

  /** Of all services of a node together. */
  static final int DESCRIPTOR_BYTES = 3 << 20;

  private Limits() {}

  /** A text that may be empty, on one line. */
  public static void text(String field, String value) {
    text(field, value, 0, TEXT);
  }

  public static void text(String field, String value, int least, int most) {
    if (value.length() < least || value.length() > most) {
      throw wrong(
          field,
          value.length() + " characters",
          (least == 0 ? "at most " : least + " to ") + most + " characters");
    }
    for (int i = 0; i < value.length(); i++) {
      if (Character.isISOControl(value.charAt(i))) {
        throw wrong(field, "a control character at " + i, "printable characters only");
      }
    }
  }

  static <T> List<T> list(String field, List<T> values, int most) {
    if (values.size() > most) {
      throw wrong(field, values.size() + " entries", "at most " + most);
    }
    return List.copyOf(values);
  }

  static void notNegative(String field, long value) {
    if (value < 0) {
      throw wrong(field, Long.toString(value), "not negative");
    }
  }

  static void figure(String field, double value) {
    if (!(value >= 0 && value <= 1e12)) {
      throw wrong(field, String.format(Locale.ROOT, "%s", value), "0 to 10^12");
    }
  }

  public static IllegalArgumentException wrong(String field, String value, String rule) {
    return new IllegalArgumentException(field + ": " + value + " (expected: " + rule + ")");
  }
}
