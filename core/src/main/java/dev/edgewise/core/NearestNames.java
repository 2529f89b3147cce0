package dev.edgewise.core;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds what somebody who mistyped a name may have meant. Pure. */
public final class NearestNames {
  private static final int MAX_LISTED = 20;
  private static final int LONGEST_COMPARED = 200;

  private NearestNames() {}

  /** A sentence or two: what comes nearest, when something does, and what there is. */
  public static String hint(String name, Collection<String> known) {
    if (known.isEmpty()) {
      return "There is nothing here yet: start an agent that offers something.";
    }
    List<String> near =
        known.stream()
            .filter(candidate -> isNear(name, candidate))
            .sorted(Comparator.comparingInt(candidate -> distance(name, candidate)))
            .limit(3)
            .toList();
    String meant = near.isEmpty() ? "" : "Did you mean " + String.join(" or ", near) + "? ";
    return meant
        + "There is "
        + String.join(", ", known.stream().limit(MAX_LISTED).toList())
        + (known.size() > MAX_LISTED ? " and " + (known.size() - MAX_LISTED) + " more" : "")
        + ".";
  }

  private static boolean isNear(String name, String candidate) {
    String end = simple(candidate);
    return distance(simple(name), end) <= end.length() / 4
        || distance(name, candidate) <= Math.max(2, candidate.length() / 4);
  }

  private static String simple(String name) {
    return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('.')) + 1)
        .toLowerCase(Locale.ROOT);
  }

  /** Levenshtein's distance, upper and lower case alike; of what is very long, as far as can be. */
  public static int distance(String left, String right) {
    if (left.length() > LONGEST_COMPARED || right.length() > LONGEST_COMPARED) {
      return Integer.MAX_VALUE;
    }
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[] before = new int[b.length() + 1];
    for (int j = 0; j < before.length; j++) {
      before[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] now = new int[b.length() + 1];
      now[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        now[j] = Math.min(before[j - 1] + change, Math.min(before[j], now[j - 1]) + 1);
      }
      before = now;
    }
    return before[b.length()];
  }
}
