package dev.edgewise.agent.probe;

import static java.util.Objects.requireNonNull;

/**
 * What can compute faster than the processor.
 *
 * @param kind {@code gpu}, {@code npu} or {@code tpu}
 * @param model as its driver names it; empty while unknown
 * @param memoryBytes its own memory; 0 while unknown
 */
public record Accelerator(String kind, String model, long memoryBytes) {
  public Accelerator {
    requireNonNull(kind, "kind");
    requireNonNull(model, "model");
  }
}
