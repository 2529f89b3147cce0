package dev.edgewise.engines.llama;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Sees that the bytes of a state are laid out as those that the library writes, before it reads
 * them: a caller can have made them up, and a fault in native code ends the process. Layout of
 * {@code llama_state_seq_get_data}, build b4916: number of cells; position and number of other
 * texts of each; how values are turned; number of layers; for keys and for values, layer by layer,
 * type, width of a row and rows. Pure.
 */
final class SequenceState {
  private static final int HALF_PRECISION = 1;

  private SequenceState() {}

  /**
   * Checks.
   *
   * @param cells how many there should be
   * @param bytesPerToken of keys and values in all layers
   * @throws IllegalArgumentException when it is anything else
   */
  static void check(ByteBuffer state, int cells, long bytesPerToken) {
    ByteBuffer in = state.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    expect(in, "cells", cells, number(in));
    for (int cell = 0; cell < cells; cell++) {
      expect(in, "position", cell, number(in));
      expect(in, "other texts", 0, number(in));
    }
    long turned = number(in);
    long layers = number(in);
    if (turned > 1 || layers < 1 || layers > 1_000) {
      throw wrong("turned " + turned + ", layers " + layers, in);
    }
    long seen = 0;
    for (int layer = 0; layer < layers; layer++) {
      expect(in, "type of keys", HALF_PRECISION, number(in));
      seen += rows(in, cells, longNumber(in));
    }
    for (int layer = 0; layer < layers; layer++) {
      expect(in, "type of values", HALF_PRECISION, number(in));
      // Turned: bytes of an element, and how many elements a value has.
      long width =
          turned == 0 ? longNumber(in) : Math.multiplyFull((int) number(in), (int) number(in));
      seen += rows(in, cells, width);
    }
    if (in.hasRemaining() || seen != cells * bytesPerToken) {
      throw wrong("bytes of keys and values: " + seen, in);
    }
  }

  private static long rows(ByteBuffer in, int cells, long width) {
    if (width < 1 || width > in.remaining() || width * cells > in.remaining()) {
      throw wrong("width " + width, in);
    }
    in.position(in.position() + (int) (width * cells));
    return width * cells;
  }

  private static void expect(ByteBuffer in, String what, long expected, long found) {
    if (expected != found) {
      throw wrong(what + ": " + found + " (expected: " + expected + ")", in);
    }
  }

  private static long number(ByteBuffer in) {
    if (in.remaining() < Integer.BYTES) {
      throw wrong("it ends", in);
    }
    return Integer.toUnsignedLong(in.getInt());
  }

  private static long longNumber(ByteBuffer in) {
    if (in.remaining() < Long.BYTES) {
      throw wrong("it ends", in);
    }
    return in.getLong();
  }

  private static IllegalArgumentException wrong(String what, ByteBuffer in) {
    return new IllegalArgumentException("state: " + what + " before byte " + in.position());
  }
}
