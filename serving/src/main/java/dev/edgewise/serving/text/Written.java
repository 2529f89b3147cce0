package dev.edgewise.serving.text;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A text as far as it was written: its tokens, and what of it can be shown. The same tokens always
 * show the same. Of one thread.
 */
final class Written {
  private final IntFunction<byte[]> pieces;
  private final Characters characters = new Characters();
  private final Stops stops;
  private int[] tokens = new int[64];
  private int count;

  /**
   * Nothing yet.
   *
   * @param pieces the bytes of a token
   */
  Written(IntFunction<byte[]> pieces, List<String> stops) {
    this.pieces = pieces;
    this.stops = new Stops(stops);
  }

  /** What can be shown with one more token. */
  String add(int token) {
    if (count == tokens.length) {
      tokens = Arrays.copyOf(tokens, 2 * count);
    }
    tokens[count++] = token;
    return stops.add(characters.add(pieces.apply(token)));
  }

  /** What is left to show when no token comes any more. */
  String end() {
    return stops.stopped() ? "" : stops.add(characters.end()) + stops.end();
  }

  /** Whether a stop string has come. */
  boolean stopped() {
    return stops.stopped();
  }

  int count() {
    return count;
  }

  int[] tokens() {
    return Arrays.copyOf(tokens, count);
  }
}
