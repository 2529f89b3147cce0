package dev.edgewise.serving.warmup;

import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorSpec;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.random.RandomGenerator;

/** What one call gave a model, kept to warm it with after its next load. */
public sealed interface Sample {
  /** Types and shapes, in the model's order. */
  List<TensorSpec> specs();

  /**
   * Inputs to run.
   *
   * @param random for what was not kept
   */
  List<Tensor> inputs(RandomGenerator random);

  /** The inputs themselves. */
  record Exact(List<Tensor> tensors) implements Sample {
    public Exact {
      tensors = List.copyOf(tensors);
    }

    @Override
    public List<TensorSpec> specs() {
      return Sample.specs(tensors);
    }

    @Override
    public List<Tensor> inputs(RandomGenerator random) {
      return tensors;
    }
  }

  /** Only what shape they had: of data that must not be kept, or is too large. */
  record Shaped(List<TensorSpec> specs) implements Sample {
    public Shaped {
      specs = List.copyOf(specs);
    }

    /** Numbers from 0 to below 1, whole ones 0 or 1 (an index that every table has); no texts. */
    @Override
    public List<Tensor> inputs(RandomGenerator random) {
      return specs.stream().map(spec -> Inputs.random(spec, random)).toList();
    }
  }

  /** Zeros of that type and shape; sizes that it leaves open (−1) are 1, and texts are empty. */
  static Tensor zeros(TensorSpec spec) {
    return Inputs.zeros(
        spec.type(), spec.shape().stream().map(size -> size == -1 ? 1 : size).toList());
  }

  /** The types and shapes of tensors, without names. */
  static List<TensorSpec> specs(List<Tensor> tensors) {
    return tensors.stream()
        .map(tensor -> new TensorSpec("", tensor.type(), tensor.shape()))
        .toList();
  }

  /** A sample that shares no memory with the call that it was taken from. */
  static Exact copyOf(List<Tensor> tensors) {
    return new Exact(
        tensors.stream()
            .map(
                tensor -> {
                  ByteBuffer data = tensor.data();
                  ByteBuffer own = ByteBuffer.allocateDirect(data.remaining()).put(data).flip();
                  return Tensor.of(tensor.type(), tensor.shape(), own);
                })
            .toList());
  }

  /** Bytes of the elements of all. */
  static long bytes(List<Tensor> tensors) {
    return tensors.stream().mapToLong(tensor -> tensor.data().remaining()).sum();
  }
}
