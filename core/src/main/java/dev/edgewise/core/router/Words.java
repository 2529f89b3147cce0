package dev.edgewise.core.router;

/** How times and names stand in reasons. */
final class Words {
  private static final int LONGEST_NAME = 120;

  private Words() {}

  /** Nanoseconds for people: 0.4 ms, 12 ms, 1.5 s. */
  static String time(double nanos) {
    double millis = nanos / 1e6;
    if (millis < 9.95) {
      return tenths(millis) + " ms";
    }
    return millis < 999.5 ? Math.round(millis) + " ms" : tenths(millis / 1e3) + " s";
  }

  /** A text that comes from outside, no longer than is good to read. */
  static String clip(String text) {
    return clip(text, LONGEST_NAME);
  }

  static String clip(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
  }

  private static String tenths(double value) {
    long tenths = Math.round(value * 10);
    return tenths % 10 == 0 ? Long.toString(tenths / 10) : tenths / 10 + "." + tenths % 10;
  }
}
