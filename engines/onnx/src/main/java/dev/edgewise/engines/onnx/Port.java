package dev.edgewise.engines.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.TensorInfo;
import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One input or output of a model.
 *
 * @param spec what callers are told of it
 * @param dimensions the model's name for each size, empty where it has none
 */
record Port(TensorSpec spec, List<String> dimensions) {
  /** Empty when it is no tensor, or of a type that cannot be carried. */
  static Optional<Port> of(NodeInfo node) {
    if (!(node.getInfo() instanceof TensorInfo info)) {
      return Optional.empty();
    }
    return Elements.type(info.onnxType)
        .map(
            type ->
                new Port(
                    new TensorSpec(node.getName(), type, shape(info.getShape())),
                    List.of(info.getDimensionNames())));
  }

  private static List<Integer> shape(long[] sizes) {
    return Arrays.stream(sizes).mapToObj(size -> (int) Math.max(-1, size)).toList();
  }

  /** Learns the sizes that an input leaves open from what is passed. */
  void learn(Tensor tensor, Map<String, Integer> sizes) {
    for (int i = 0; i < dimensions.size(); i++) {
      if (!dimensions.get(i).isEmpty()) {
        sizes.put(dimensions.get(i), tensor.shape().get(i));
      }
    }
  }

  /**
   * The shape that this output will have; empty when the file does not tell, or its elements have
   * no common size.
   */
  Optional<List<Integer>> shapeFor(Map<String, Integer> sizes) {
    if (spec.type() == ElementType.BYTES) {
      return Optional.empty();
    }
    List<Integer> shape = new ArrayList<>();
    for (int i = 0; i < spec.shape().size(); i++) {
      int declared = spec.shape().get(i);
      Integer size = declared != -1 ? Integer.valueOf(declared) : sizes.get(dimensions.get(i));
      if (size == null) {
        return Optional.empty();
      }
      shape.add(size);
    }
    return Optional.of(shape);
  }
}
