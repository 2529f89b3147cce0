package dev.edgewise.sdk.api;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.spi.model.Batching;
import java.time.Duration;

/**
 * How calls of a model may be put together into one run:
 *
 * <pre>{@code
 * DynamicBatching batching = DynamicBatching.builder()
 *     .maxBatchSize(32).timeout(Duration.ofMillis(100))
 *     .shapeAware(true).memoryAware(true)
 *     .build();
 * }</pre>
 *
 * <p>A device that is idle never waits for a batch to fill. Where the serving node's own
 * configuration bounds the same, the smaller counts. The same as {@code @Batched} on a method.
 * Immutable; equal when they say the same.
 */
public final class DynamicBatching {
  private final Batching batching;

  private DynamicBatching(Batching batching) {
    this.batching = batching;
  }

  /** Begins with 32 items, 100 ms, aware of shapes and memory. */
  public static Builder builder() {
    return new Builder();
  }

  /** The most items of one run. */
  public int maxBatchSize() {
    return batching.maxBatchSize();
  }

  /** The longest that a call may wait for others while the device is busy. */
  public Duration timeout() {
    return batching.timeout();
  }

  /** Whether only items of one shape run together. */
  public boolean shapeAware() {
    return batching.shapeAware();
  }

  /** Whether batches are kept to what the device's memory was seen to bear. */
  public boolean memoryAware() {
    return batching.memoryAware();
  }

  Batching batching() {
    return batching;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DynamicBatching that && batching.equals(that.batching);
  }

  @Override
  public int hashCode() {
    return batching.hashCode();
  }

  @Override
  public String toString() {
    return "batches of at most "
        + maxBatchSize()
        + ", waiting at most "
        + timeout().toNanos() / 1_000
        + " µs"
        + (shapeAware() ? ", one shape each" : "")
        + (memoryAware() ? ", within memory" : "");
  }

  /** Builds a {@link DynamicBatching}. Not thread-safe. */
  public static final class Builder {
    private int maxBatchSize = 32;
    private Duration timeout = Duration.ofMillis(100);
    private boolean shapeAware = true;
    private boolean memoryAware = true;

    private Builder() {}

    /**
     * The most items of one run, 1 to 1024; 1 is no batching.
     *
     * @throws EdgewiseException with {@code BAD_CLIENT} when it is another number
     */
    public Builder maxBatchSize(int items) {
      if (items < 1 || items > Batching.LARGEST) {
        throw EdgewiseException.of(
            ErrorCode.BAD_CLIENT,
            "maxBatchSize("
                + items
                + "): a batch has 1 to "
                + Batching.LARGEST
                + " items. 32 is a good start; where more does not pay, the node stops at less by"
                + " itself.");
      }
      this.maxBatchSize = items;
      return this;
    }

    /**
     * The longest that a call may wait for others while the device is busy, zero to a minute, in
     * whole microseconds.
     *
     * @throws EdgewiseException with {@code BAD_CLIENT} when it is another
     */
    public Builder timeout(Duration timeout) {
      requireNonNull(timeout, "timeout");
      if (timeout.isNegative() || timeout.compareTo(Batching.LONGEST) > 0) {
        throw EdgewiseException.of(
            ErrorCode.BAD_CLIENT,
            "timeout("
                + timeout
                + "): a call waits for others from 0 to 60 s. Duration.ofMillis(100) is a good"
                + " start.");
      }
      this.timeout = timeout;
      return this;
    }

    /** Whether only items of one shape run together. */
    public Builder shapeAware(boolean shapeAware) {
      this.shapeAware = shapeAware;
      return this;
    }

    /** Whether batches are kept to what the device's memory was seen to bear. */
    public Builder memoryAware(boolean memoryAware) {
      this.memoryAware = memoryAware;
      return this;
    }

    /** What was asked for. */
    public DynamicBatching build() {
      return new DynamicBatching(new Batching(maxBatchSize, timeout, shapeAware, memoryAware));
    }
  }
}
