package dev.edgewise.serving.host;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.Signature;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorSpec;
import dev.edgewise.sdk.spi.model.NamedTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds what callers send against what a model takes, before it meets the calls of others. Pure.
 */
final class TensorChecks {
  private TensorChecks() {}

  /**
   * The inputs in the model's order.
   *
   * @throws EdgewiseException with {@code WRONG_TENSOR}
   */
  static List<Tensor> inputs(String model, Signature signature, List<NamedTensor> given) {
    List<TensorSpec> specs = signature.inputs();
    if (given.size() != specs.size()) {
      throw wrong(
          model, "it takes " + specs.size() + " inputs and was given " + given.size(), signature);
    }
    @Nullable Tensor[] ordered = new @Nullable Tensor[specs.size()];
    for (int i = 0; i < given.size(); i++) {
      NamedTensor each = given.get(i);
      int at = each.name().isEmpty() ? i : indexOf(specs, each.name());
      if (at < 0) {
        throw wrong(model, "it has no input of the name that input " + i + " bears", signature);
      }
      if (ordered[at] != null) {
        throw wrong(model, "input \"" + specs.get(at).name() + "\" was given twice", signature);
      }
      check(model, specs.get(at), each.tensor(), signature);
      ordered[at] = each.tensor();
    }
    List<Tensor> inputs = new ArrayList<>(specs.size());
    for (@Nullable Tensor tensor : ordered) {
      if (tensor == null) {
        throw new IllegalStateException("as many as specs, none twice, yet one is missing");
      }
      inputs.add(tensor);
    }
    return inputs;
  }

  /**
   * Checks inputs that are in the model's order already.
   *
   * @throws EdgewiseException with {@code WRONG_TENSOR}
   */
  static void positional(String model, Signature signature, List<Tensor> given) {
    List<TensorSpec> specs = signature.inputs();
    if (given.size() != specs.size()) {
      throw wrong(
          model, "it takes " + specs.size() + " inputs and was given " + given.size(), signature);
    }
    for (int i = 0; i < given.size(); i++) {
      check(model, specs.get(i), given.get(i), signature);
    }
  }

  /** The outputs that a caller wants, with their names, in the model's own order. */
  static List<NamedTensor> outputs(Signature signature, List<String> wanted, List<Tensor> all) {
    Set<String> names = new HashSet<>(wanted);
    List<NamedTensor> outputs = new ArrayList<>(all.size());
    for (int i = 0; i < all.size(); i++) {
      String name = signature.outputs().get(i).name();
      if (wanted.isEmpty() || names.contains(name)) {
        outputs.add(new NamedTensor(name, all.get(i)));
      }
    }
    return outputs;
  }

  /**
   * Refuses outputs that the model has not, before it runs.
   *
   * @throws EdgewiseException with {@code WRONG_TENSOR}
   */
  static void wanted(String model, Signature signature, List<String> wanted) {
    for (String name : wanted) {
      if (indexOf(signature.outputs(), name) < 0) {
        throw wrong(model, "it lacks an output that is asked for", signature);
      }
    }
  }

  /** How many items a call has: the size of the batch dimension, which all inputs share. */
  static int items(String model, Signature signature, List<Tensor> inputs) {
    int items = inputs.getFirst().shape().getFirst();
    for (Tensor input : inputs) {
      if (input.shape().getFirst() != items) {
        throw wrong(
            model,
            "its inputs have batches of different sizes, "
                + items
                + " and "
                + input.shape().getFirst(),
            signature);
      }
    }
    if (items < 1) {
      throw wrong(model, "the batch is empty", signature);
    }
    return items;
  }

  /** Whether items of several calls can be run together: the first size of all tensors is open. */
  static boolean hasBatchDimension(Signature signature) {
    return !signature.inputs().isEmpty()
        && !signature.outputs().isEmpty()
        && signature.inputs().stream().allMatch(TensorChecks::isOpen)
        && signature.outputs().stream().allMatch(TensorChecks::isOpen);
  }

  private static boolean isOpen(TensorSpec spec) {
    return !spec.shape().isEmpty() && spec.shape().getFirst() == -1;
  }

  private static void check(String model, TensorSpec spec, Tensor tensor, Signature signature) {
    boolean fits = tensor.type() == spec.type() && tensor.shape().size() == spec.shape().size();
    for (int i = 0; fits && i < spec.shape().size(); i++) {
      int size = spec.shape().get(i);
      fits = size == -1 || size == tensor.shape().get(i);
    }
    if (!fits) {
      throw wrong(
          model,
          "input \""
              + spec.name()
              + "\" is "
              + tensor.type()
              + tensor.shape()
              + " (expected: "
              + spec.type()
              + spec.shape()
              + ")",
          signature);
    }
  }

  private static int indexOf(List<TensorSpec> specs, String name) {
    for (int i = 0; i < specs.size(); i++) {
      if (specs.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private static EdgewiseException wrong(String model, String problem, Signature signature) {
    return EdgewiseException.of(
        ErrorCode.WRONG_TENSOR,
        "Model \""
            + model
            + "\": "
            + problem
            + ". It takes "
            + Arrays.toString(signature.inputs().toArray())
            + " and gives "
            + Arrays.toString(signature.outputs().toArray())
            + ", where -1 is any size.");
  }
}
