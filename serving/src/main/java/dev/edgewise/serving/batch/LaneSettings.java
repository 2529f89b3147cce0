package dev.edgewise.serving.batch;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How calls of one family are merged; the operator's and the application's side of it.
 *
 * @param maxBatchSize the most calls that run together, 1 to 1024; fewer when more brings nothing,
 *     or does not fit
 * @param timeout the longest that a call may wait for others while the device is busy: a lane whose
 *     oldest call has waited so long goes first. An idle device never waits. 1 µs to 1 h
 * @param shapeAware whether calls of different shapes wait in lanes of their own; otherwise in one,
 *     and a batch ends where the shape changes
 * @param memoryAware whether a batch is kept as small as the family's memory wants it
 * @param mode what a free worker does with less than a full batch
 */
public record LaneSettings(
    int maxBatchSize, Duration timeout, boolean shapeAware, boolean memoryAware, Mode mode) {
  /** What a free worker does with less than a full batch. */
  public enum Mode {
    /** Runs it: the quickest answer. */
    LATENCY,
    /**
     * Waits until the deadline of the oldest call, or its timeout, is near, if more calls are
     * likely until then: fewer and larger batches, for less energy.
     */
    EFFICIENCY
  }

  private static final int MAX_BATCH = 1_024;
  private static final Duration SHORTEST = Duration.ofNanos(1_000);
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final LaneSettings USUAL =
      new LaneSettings(32, Duration.ofMillis(100), true, true, Mode.LATENCY);

  /** Checks what is given. */
  public LaneSettings {
    requireNonNull(mode, "mode");
    if (maxBatchSize < 1 || maxBatchSize > MAX_BATCH) {
      throw new IllegalArgumentException(
          "maxBatchSize: " + maxBatchSize + " (expected: 1 to 1024)");
    }
    if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("timeout: " + timeout + " (expected: 1 µs to 1 h)");
    }
  }

  /** 32 calls, 100 ms, aware of shapes and memory, for the quickest answer. */
  public static LaneSettings usual() {
    return USUAL;
  }

  /** These, with another largest batch. */
  public LaneSettings withMaxBatchSize(int other) {
    return new LaneSettings(other, timeout, shapeAware, memoryAware, mode);
  }

  /** These, with another timeout. */
  public LaneSettings withTimeout(Duration other) {
    return new LaneSettings(maxBatchSize, other, shapeAware, memoryAware, mode);
  }

  /** These, aware of shapes or not. */
  public LaneSettings withShapeAware(boolean other) {
    return new LaneSettings(maxBatchSize, timeout, other, memoryAware, mode);
  }

  /** These, aware of memory or not. */
  public LaneSettings withMemoryAware(boolean other) {
    return new LaneSettings(maxBatchSize, timeout, shapeAware, other, mode);
  }

  /** These, in another mode. */
  public LaneSettings withMode(Mode other) {
    return new LaneSettings(maxBatchSize, timeout, shapeAware, memoryAware, other);
  }
}
