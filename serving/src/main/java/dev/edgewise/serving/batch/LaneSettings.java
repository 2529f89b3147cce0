package dev.edgewise.serving.batch;

import java.time.Duration;

/**
 * How calls of one family are merged; the operator's and the application's side of it.
 *
 * @param maxBatchSize the most calls that run together, 1 to 1024; fewer when more brings nothing,
 *     or does not fit
 * @param timeout the longest that a call may wait for others while the device is busy: a lane whose
 *     oldest call has waited so long goes first. An idle device never waits. 1 µs to 1 h
 * @param memoryAware whether a batch is kept as small as the family's memory wants it
 */
public record LaneSettings(int maxBatchSize, Duration timeout, boolean memoryAware) {
  private static final int MAX_BATCH = 1_024;
  private static final Duration SHORTEST = Duration.ofNanos(1_000);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final LaneSettings USUAL = new LaneSettings(32, Duration.ofMillis(100), true);

  /** Checks what is given. */
  public LaneSettings {
    if (maxBatchSize < 1 || maxBatchSize > MAX_BATCH) {
      throw new IllegalArgumentException(
          "maxBatchSize: " + maxBatchSize + " (expected: 1 to 1024)");
    }
    if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("timeout: " + timeout + " (expected: 1 µs to 1 h)");
    }
  }

  /** 32 calls, 100 ms, aware of memory. */
  public static LaneSettings usual() {
    return USUAL;
  }

  /** These, with another largest batch. */
  public LaneSettings withMaxBatchSize(int other) {
    return new LaneSettings(other, timeout, memoryAware);
  }

  /** These, with another timeout. */
  public LaneSettings withTimeout(Duration other) {
    return new LaneSettings(maxBatchSize, other, memoryAware);
  }

  /** These, aware of memory or not. */
  public LaneSettings withMemoryAware(boolean other) {
    return new LaneSettings(maxBatchSize, timeout, other);
  }
}
