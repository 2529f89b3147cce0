package dev.edgewise.core;

import static java.util.Objects.requireNonNull;

/**
 * What computes faster than the processor of a node.
 *
 * @param kind {@code gpu}, {@code npu} or {@code tpu}
 * @param model as its driver names it; may be empty
 * @param memoryBytes its own, ≥ 0; 0 while unknown
 */
public record Accelerator(String kind, String model, long memoryBytes) {
  public Accelerator {
    requireNonNull(kind, "kind");
    requireNonNull(model, "model");
    if (memoryBytes < 0) {
      throw new IllegalArgumentException(
          "memoryBytes: " + memoryBytes + " (expected: not negative)");
    }
  }

  /** As people read it, for example {@code gpu NVIDIA T4, 16.0 GB}. */
  String words() {
    return kind
        + (model.isEmpty() ? "" : " " + model)
        + (memoryBytes == 0 ? "" : ", " + Needs.gigabytes(memoryBytes));
  }
}
