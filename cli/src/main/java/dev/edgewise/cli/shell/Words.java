package dev.edgewise.cli.shell;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Numbers and times as people read them. Pure. */
public final class Words {
  private Words() {}

  /** {@code 340 ms}, {@code 12 s}, {@code 5 min}, {@code 3 h}, {@code 4 days}. */
  public static String duration(Duration duration) {
    long millis = Math.max(0, duration.toMillis());
    if (millis < 1_000) {
      return millis + " ms";
    }
    if (millis < 10_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1e3);
    }
    long seconds = millis / 1_000;
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 7_200) {
      return seconds / 60 + " min";
    }
    return seconds < 172_800 ? seconds / 3_600 + " h" : seconds / 86_400 + " days";
  }

  /** How long ago; {@code "?"} when that is not known. */
  public static String since(Optional<Instant> then, Instant now) {
    return then.map(instant -> duration(Duration.between(instant, now))).orElse("?");
  }

  /** Milliseconds; a dash when nothing was measured. */
  public static String millis(double millis) {
    if (millis <= 0) {
      return "-";
    }
    return String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%.0f ms", millis);
  }

  /** Calls per second; a dash when there are none. */
  public static String rate(double perSecond) {
    return perSecond <= 0 ? "-" : String.format(Locale.ROOT, "%.1f", perSecond);
  }

  /** A share of 0 to 1; a dash when there is none. */
  public static String percent(double share) {
    return share <= 0 ? "-" : Math.round(share * 100) + " %";
  }

  /** {@code 24.7 MB}, {@code 2.0 GB}; a dash when that is not known. */
  public static String bytes(long bytes) {
    if (bytes <= 0) {
      return "-";
    }
    if (bytes < 1_000_000) {
      return String.format(Locale.ROOT, "%.1f kB", bytes / 1e3);
    }
    return bytes < 1_000_000_000
        ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }

  /** The text; a dash when it is empty. */
  public static String orDash(String text) {
    return text.isEmpty() ? "-" : text;
  }

  public static String count(int n, String one, String many) {
    return n + " " + (n == 1 ? one : many);
  }

  /** With as many decimals as a reader can use. */
  public static double rounded(double value, int decimals) {
    double scale = Math.pow(10, decimals);
    return Math.round(value * scale) / scale;
  }

  /** What stands behind the last dot: names of packages say little in a table. */
  public static String simple(String fullName) {
    return fullName.substring(fullName.lastIndexOf('.') + 1);
  }
}
