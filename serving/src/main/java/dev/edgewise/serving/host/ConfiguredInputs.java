package dev.edgewise.serving.host;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.Signature;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorSpec;
import dev.edgewise.serving.repository.WarmupInput;
import dev.edgewise.serving.repository.WarmupSample;
import dev.edgewise.serving.warmup.Sample;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes the samples that a model's configuration describes into inputs that the model takes. */
final class ConfiguredInputs {
  /** Of one sample: what is larger would take a small node's memory before its first call. */
  static final int MAX_BYTES = 16 << 20;

  private final String model;
  private final Signature signature;
  private final RandomGenerator random;

  ConfiguredInputs(String model, Signature signature, RandomGenerator random) {
    this.model = model;
    this.signature = signature;
    this.random = random;
  }

  /**
   * One item, in the model's order.
   *
   * @throws EdgewiseException with {@code BAD_MODEL_FOLDER} that names the sample when the model
   *     does not take it or a file cannot be read
   */
  List<Tensor> of(WarmupSample sample) {
    List<TensorSpec> specs = signature.inputs();
    @Nullable Tensor[] inputs = new @Nullable Tensor[specs.size()];
    int bytes = 0;
    for (WarmupInput input : sample.inputs()) {
      int at =
          IntStream.range(0, specs.size())
              .filter(i -> specs.get(i).name().equals(input.name()))
              .findFirst()
              .orElseThrow(() -> bad(sample, "it has no input \"" + input.name() + "\"", null));
      if (inputs[at] != null) {
        throw bad(sample, "input \"" + input.name() + "\" stands twice", null);
      }
      Tensor tensor = tensor(sample, input, specs.get(at), MAX_BYTES - bytes);
      bytes += tensor.data().remaining();
      inputs[at] = tensor;
    }
    List<Tensor> all = new ArrayList<>(inputs.length);
    for (int i = 0; i < inputs.length; i++) {
      Tensor tensor = inputs[i];
      if (tensor == null) {
        throw bad(sample, "it leaves out input \"" + specs.get(i).name() + "\"", null);
      }
      all.add(tensor);
    }
    return List.copyOf(all);
  }

  /** What comes out when the model does not run on it. */
  EdgewiseException failed(WarmupSample sample, RuntimeException because) {
    return bad(sample, "the model fails on it: " + because.getMessage(), because);
  }

  private Tensor tensor(WarmupSample sample, WarmupInput input, TensorSpec spec, int most) {
    if (input.type().isPresent() && input.type().get() != spec.type()) {
      throw bad(sample, "input \"" + input.name() + "\" is said to be " + input.type().get(), null);
    }
    List<Integer> shape = shape(sample, input, spec);
    long bytes = bytes(spec.type(), shape);
    if (bytes > most) {
      throw bad(sample, "it is larger than " + (MAX_BYTES >> 20) + " MiB", null);
    }
    TensorSpec exact = new TensorSpec("", spec.type(), shape);
    return switch (input.data()) {
      case WarmupInput.Data.Zeros() -> Sample.zeros(exact);
      case WarmupInput.Data.Random() -> new Sample.Shaped(List.of(exact)).inputs(random).getFirst();
      case WarmupInput.Data.File(Path path) -> read(sample, input, exact, path, most);
    };
  }

  private List<Integer> shape(WarmupSample sample, WarmupInput input, TensorSpec spec) {
    List<Integer> declared = spec.shape();
    if (input.shape().isEmpty()) {
      return declared.stream().map(size -> size == -1 ? 1 : size).toList();
    }
    boolean batches = TensorChecks.hasBatchDimension(signature);
    List<Integer> shape = new ArrayList<>(input.shape().get());
    if (batches && shape.size() == declared.size() - 1) {
      shape.addFirst(1);
    }
    boolean fits = shape.size() == declared.size() && (!batches || shape.getFirst() == 1);
    for (int i = 0; fits && i < shape.size(); i++) {
      fits = declared.get(i) == -1 || declared.get(i).equals(shape.get(i));
    }
    if (!fits) {
      throw bad(
          sample,
          "the shape " + input.shape().get() + " of input \"" + input.name() + "\" is not one item",
          null);
    }
    return shape;
  }

  /** At least; texts are as long as they are. */
  private static long bytes(ElementType type, List<Integer> shape) {
    long bytes = type == ElementType.BYTES ? Integer.BYTES : type.bytes();
    for (int size : shape) {
      bytes = Math.min(Integer.MAX_VALUE, bytes * size);
    }
    return bytes;
  }

  private Tensor read(
      WarmupSample sample, WarmupInput input, TensorSpec spec, Path path, int most) {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw bad(sample, "it is larger than " + (MAX_BYTES >> 20) + " MiB", null);
      }
      return Tensor.of(
          spec.type(), spec.shape(), ByteBuffer.allocateDirect(bytes.length).put(bytes).flip());
    } catch (IOException e) {
      throw bad(sample, path + " cannot be read: " + e, e);
    } catch (IllegalArgumentException e) {
      throw bad(
          sample,
          path.getFileName()
              + " is not one item of input \""
              + input.name()
              + "\": "
              + e.getMessage(),
          e);
    }
  }

  private EdgewiseException bad(WarmupSample sample, String problem, @Nullable Exception cause) {
    String words =
        "Warm-up sample \""
            + sample.name()
            + "\" of model \""
            + model
            + "\" cannot be used: "
            + problem
            + ". The model takes "
            + signature.inputs()
            + "; mend the sample in the model's configuration, or take it out.";
    return cause == null
        ? EdgewiseException.of(ErrorCode.BAD_MODEL_FOLDER, words)
        : EdgewiseException.of(ErrorCode.BAD_MODEL_FOLDER, words, cause);
  }
}
