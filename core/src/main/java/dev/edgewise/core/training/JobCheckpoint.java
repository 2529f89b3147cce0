package dev.edgewise.core.training;

import static java.util.Objects.requireNonNull;

/**
 * Where a job can go on from.
 *
 * @param step that it was written after
 */
public record JobCheckpoint(long step, NamedContent content) {
  public JobCheckpoint {
    if (step < 0) {
      throw new IllegalArgumentException("step: " + step + " (expected: at least 0)");
    }
    requireNonNull(content, "content");
  }
}
