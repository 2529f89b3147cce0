package dev.edgewise.sdk.spi.model;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How calls may be put together into one run of a model. Where the serving node's configuration
 * bounds the same, the smaller counts.
 *
 * @param maxBatchSize items of one run, 1 to 1024; 0 for as many as the node thinks right
 * @param timeout the longest that a call may wait for others while the device is busy; an idle
 *     device never waits; 0 to a minute, in whole microseconds
 * @param shapeAware whether only items of one shape run together; without it the node may pad
 *     inside buckets that the model declares
 * @param memoryAware whether batches are kept to what the device's memory was seen to bear
 */
public record Batching(
    int maxBatchSize, Duration timeout, boolean shapeAware, boolean memoryAware) {
  /** The largest batch that can be asked for. */
  public static final int LARGEST = 1024;

  /** The longest wait that can be asked for. */
  public static final Duration LONGEST = Duration.ofMinutes(1);

  public Batching {
    Checks.range("maxBatchSize", maxBatchSize, 0, LARGEST);
    requireNonNull(timeout, "timeout");
    if (timeout.isNegative() || timeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "timeout: " + timeout + " (expected: zero to " + LONGEST + ")");
    }
    timeout = Duration.ofNanos(timeout.toNanos() / 1_000 * 1_000);
  }
}
