package dev.edgewise.serving.host;

import java.time.Duration;

/**
 * How long loading a model takes on this node, learnt from the loads that it has seen: a guess, and
 * the factor by which loads were slower or faster than guessed. The factor is the geometric mean of
 * what was seen; each further load counts more than those before it, since disks, caches and
 * neighbours change, and the guess itself counts as one load at first and less with each. The wait
 * until a cold model answers is a part of what the router compares nodes by, so a machine that
 * loads ten times slower than guessed must not look as good as others. Thread-safe.
 */
final class LoadTimes {
  /** Processes, libraries, warm-up: what even the smallest model takes. A guess. */
  private static final double GUESSED_NANOS = 200e6;

  /** Bytes of files that become a model in a nanosecond. A guess. */
  private static final double GUESSED_BYTES_PER_NANO = 0.2;

  /** What counts of all loads so far when another one is seen: half after some three of them. */
  private static final double KEPT = 0.8;

  /** One stalled disk must not make a node look useless, nor one cached file a fast one. */
  private static final double MOST = 100;

  private double logs;

  /** Of the guess, whose logarithm is 0, and of all loads. */
  private double weights = 1;

  /** A model whose files have so many bytes was loaded and warmed. */
  synchronized void loaded(long bytes, Duration took) {
    double ratio = Math.clamp(took.toNanos() / guess(bytes), 1 / MOST, MOST);
    logs = KEPT * logs + Math.log(ratio);
    weights = KEPT * weights + 1;
  }

  /** What a model whose files have so many bytes is expected to take until it answers. */
  synchronized Duration expected(long bytes) {
    return Duration.ofNanos((long) (guess(bytes) * Math.exp(logs / weights)));
  }

  private static double guess(long bytes) {
    return GUESSED_NANOS + bytes / GUESSED_BYTES_PER_NANO;
  }
}
