package dev.edgewise.orchestrator.rpc;

import java.time.Duration;

/** Numbers as they are told to people and their tools. */
final class Numbers {
  private Numbers() {}

  /** With three decimals: more than anybody reads, and a fraction of the bytes. */
  static double round(double value) {
    return Math.round(value * 1e3) / 1e3;
  }

  /** Whole milliseconds, as far as an int reaches. */
  static int millis(Duration duration) {
    return Math.clamp(duration.toMillis(), Integer.MIN_VALUE, Integer.MAX_VALUE);
  }
}
