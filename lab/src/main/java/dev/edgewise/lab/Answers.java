package dev.edgewise.lab;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What the bodies of this module do. */
final class Answers {
  private Answers() {}

  /** Tells a right answer from one that belongs to another call. */
  static long expected(long token) {
    return Long.rotateLeft(token * 0x9E37_79B9_7F4A_7C15L, 31);
  }

  /** Waits for so long. */
  static void takeTime(int millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      if (Thread.interrupted()) {
        throw new IllegalStateException("interrupted");
      }
      LockSupport.parkNanos(left);
    }
  }
}
