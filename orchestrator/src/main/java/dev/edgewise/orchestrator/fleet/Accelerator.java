package dev.edgewise.orchestrator.fleet;

/**
 * What computes faster than the processor.
 *
 * @param kind {@code gpu}, {@code npu} or {@code tpu}
 * @param model as its driver names it; may be empty
 * @param memoryBytes its own; 0 while unknown
 */
public record Accelerator(String kind, String model, long memoryBytes) {
  public Accelerator {
    Limits.text("accelerators.kind", kind, 1, Limits.TAG);
    Limits.text("accelerators.model", model);
    Limits.notNegative("accelerators.memory_bytes", memoryBytes);
  }
}
