package dev.edgewise.processor.model;

import static java.util.Objects.requireNonNull;

/**
 * How calls are put together, as the source has it and not yet checked.
 *
 * @param maxBatchSize the most items at once
 * @param timeout how long a call may wait for others
 * @param source where it stands
 */
public record BatchLiteral(int maxBatchSize, DurationLiteral timeout, SourceRef source) {
  /** The largest batch. */
  public static final int MAX_SIZE = 1024;

  public BatchLiteral {
    requireNonNull(timeout, "timeout");
    requireNonNull(source, "source");
  }
}
