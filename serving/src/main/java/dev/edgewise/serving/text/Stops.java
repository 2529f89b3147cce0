package dev.edgewise.serving.text;

import java.util.List;

/**
 * Ends a text before the first of some strings. What could become one of them is held back until
 * that is decided, so that nobody ever sees the beginning of a stop string. Of one thread.
 */
final class Stops {
  private final List<String> stops;
  private final StringBuilder held = new StringBuilder();
  private boolean stopped;

  Stops(List<String> stops) {
    this.stops = List.copyOf(stops);
  }

  /** What can be shown after this; nothing any more once it has {@link #stopped}. */
  String add(String text) {
    if (stopped) {
      return "";
    }
    held.append(text);
    int first = Integer.MAX_VALUE;
    for (String stop : stops) {
      int at = held.indexOf(stop);
      first = at >= 0 ? Math.min(first, at) : first;
    }
    stopped = first < Integer.MAX_VALUE;
    int shown = stopped ? first : held.length() - undecided();
    String result = held.substring(0, shown);
    held.delete(0, stopped ? held.length() : shown);
    return result;
  }

  /** How much of the end could be the beginning of a stop string. */
  private int undecided() {
    int most = 0;
    for (String stop : stops) {
      for (int length = Math.min(stop.length() - 1, held.length()); length > most; length--) {
        if (stop.startsWith(held.substring(held.length() - length))) {
          most = length;
        }
      }
    }
    return most;
  }

  /** What was held back, when nothing comes any more. */
  String end() {
    String result = held.toString();
    held.setLength(0);
    return result;
  }

  /** Whether a stop string has come. */
  boolean stopped() {
    return stopped;
  }
}
