package dev.edgewise.sdk.spi.model;

import java.util.Collection;

/** Bounds of what a message may say; what is refused is named, never quoted. */
final class Checks {
  /** Longest name of a model, a tensor or a version. */
  static final int LONGEST_NAME = 255;

  /** Longest text that a model is asked about, in chars. */
  static final int LONGEST_TEXT = 10_000;

  /** Most tensors that go in or come out. */
  static final int MOST_TENSORS = 256;

  private Checks() {}

  static int range(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          what + ": " + value + " (expected: " + least + " to " + most + ")");
    }
    return value;
  }

  static double range(String what, double value, double least, double most) {
    // Written so that a NaN is out of range.
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          what + ": " + value + " (expected: " + least + " to " + most + ")");
    }
    return value;
  }

  /** A number of bytes, at most 2⁶⁰. */
  static void size(String what, long bytes) {
    if (bytes < 0 || bytes > Caching.LARGEST_SIZE) {
      throw new IllegalArgumentException(
          what + ": " + bytes + " (expected: 0 to " + Caching.LARGEST_SIZE + ")");
    }
  }

  static String text(String what, String value, int most) {
    if (value.length() > most) {
      throw new IllegalArgumentException(
          what + ": " + value.length() + " chars (expected: at most " + most + ")");
    }
    return value;
  }

  static void count(String what, Collection<?> values, int most) {
    if (values.size() > most) {
      throw new IllegalArgumentException(
          what + ": " + values.size() + " of them (expected: at most " + most + ")");
    }
  }
}
