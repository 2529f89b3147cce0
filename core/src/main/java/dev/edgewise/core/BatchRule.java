package dev.edgewise.core;

import java.time.Duration;

/**
 * How calls of a method over a list are put together.
 *
 * @param maxBatchSize the most items that run at once, 1 to {@value #MAX_SIZE}
 * @param timeout the longest that a call may wait for others while the body is busy, 1 ms to 1 h
 */
public record BatchRule(int maxBatchSize, Duration timeout) {
  /** The largest batch. */
  public static final int MAX_SIZE = 1024;

  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofHours(1);

  public BatchRule {
    if (maxBatchSize < 1 || maxBatchSize > MAX_SIZE) {
      throw new IllegalArgumentException(
          "maxBatchSize: " + maxBatchSize + " (expected: 1 to " + MAX_SIZE + ")");
    }
    if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("timeout: " + timeout + " (expected: 1 ms to 1 h)");
    }
  }
}
