package dev.edgewise.core.model;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
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

  /**
   * Whether these may be passed to the model; all engines refuse with these words.
   *
   * @param model its name
   * @param least size of a dimension that the file leaves open: 0 for an engine that runs tensors
   *     without elements, else 1
   * @throws EdgewiseException with {@code WRONG_TENSOR} when number, type or shape is wrong
   */
  public void check(String model, List<Tensor> given, int least) {
    if (given.size() != inputs.size()) {
      throw EdgewiseException.of(
          ErrorCode.WRONG_TENSOR,
          "Model '%s' takes %d inputs %s, given are %d. Pass them in that order."
              .formatted(model, inputs.size(), inputs, given.size()));
    }
    for (int i = 0; i < given.size(); i++) {
      Tensor tensor = given.get(i);
      TensorSpec spec = inputs.get(i);
      if (tensor.type() != spec.type() || !fits(tensor.shape(), spec.shape(), least)) {
        throw EdgewiseException.of(
            ErrorCode.WRONG_TENSOR,
            "Model '%s' expects for input %d '%s' %s%s, given is %s%s. Convert the tensor before the run."
                .formatted(
                    model,
                    i,
                    spec.name(),
                    spec.type(),
                    spec.shape(),
                    tensor.type(),
                    tensor.shape()));
      }
    }
  }

  private static boolean fits(List<Integer> given, List<Integer> declared, int least) {
    if (given.size() != declared.size()) {
      return false;
    }
    for (int i = 0; i < given.size(); i++) {
      int size = given.get(i);
      if (size < least || (declared.get(i) != -1 && declared.get(i) != size)) {
        return false;
      }
    }
    return true;
  }
}
