package dev.edgewise.sdk.spi.model;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.model.Tensor;

/**
 * A tensor, and which input or output it is.
 *
 * @param name as the model's metadata has it; empty goes by position
 * @param tensor with the batch dimension, where the model has one
 */
public record NamedTensor(String name, Tensor tensor) {
  public NamedTensor {
    Checks.text("name", name, Checks.LONGEST_NAME);
    requireNonNull(tensor, "tensor");
  }
}
