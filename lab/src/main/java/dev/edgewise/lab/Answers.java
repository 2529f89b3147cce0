package dev.edgewise.lab;

/** Tells a right answer from one that belongs to another call. */
final class Answers {
  private Answers() {}

  static long expected(long token) {
    return Long.rotateLeft(token * 0x9E37_79B9_7F4A_7C15L, 31);
  }
}
