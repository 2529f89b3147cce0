package dev.edgewise.sdk.spi.model;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Tensors for a model.
 *
 * @param profile how to serve it
 * @param version empty for the newest
 * @param inputs at most 256
 * @param outputs names of those that are wanted; empty for all; at most 256
 * @param priority 1 is the highest, 1000 the lowest; 0 is the default
 */
public record InferRequest(
    ServingProfile profile,
    String version,
    List<NamedTensor> inputs,
    List<String> outputs,
    int priority) {
  static final int LOWEST_PRIORITY = 1_000;

  public InferRequest {
    requireNonNull(profile, "profile");
    Checks.text("version", version, Checks.LONGEST_NAME);
    inputs = List.copyOf(inputs);
    Checks.count("inputs", inputs, Checks.MOST_TENSORS);
    outputs = List.copyOf(outputs);
    Checks.count("outputs", outputs, Checks.MOST_TENSORS);
    Checks.range("priority", priority, 0, LOWEST_PRIORITY);
  }
}
