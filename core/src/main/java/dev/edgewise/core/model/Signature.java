package dev.edgewise.core.model;

import java.util.List;

/**
 * The inputs and outputs of a model, in the order in which {@link TensorModel#run} takes and gives
 * them.
 *
 * @param inputs what to pass
 * @param outputs what comes back
 */
public record Signature(List<TensorSpec> inputs, List<TensorSpec> outputs) {
  public Signature {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}
