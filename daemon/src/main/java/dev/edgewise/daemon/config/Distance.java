package dev.edgewise.daemon.config;

import java.util.Locale;

/** How far a misspelt name is from a right one. */
final class Distance {
  private Distance() {}

  /** Levenshtein's distance, upper and lower case being the same; long words count as far. */
  static int between(String one, String other) {
    if (Math.abs(one.length() - other.length()) > 10 || one.length() > 100) {
      return Integer.MAX_VALUE;
    }
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitute = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(substitute, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[b.length()];
  }
}
