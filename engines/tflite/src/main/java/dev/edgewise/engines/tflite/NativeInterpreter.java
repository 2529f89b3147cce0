package dev.edgewise.engines.tflite;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.Signature;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorSpec;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.TfLiteInterpreter;
import org.bytedeco.tensorflowlite.TfLiteInterpreterOptions;
import org.bytedeco.tensorflowlite.TfLiteModel;
import org.bytedeco.tensorflowlite.TfLiteTensor;
import org.bytedeco.tensorflowlite.global.tensorflowlite;

/**
 * One native interpreter: the working memory for one run at a time. Not thread-safe; {@link
 * TfliteModel} hands each to one thread.
 *
 * <p>Tensors are copied once on each side. Lending the caller's buffers to the interpreter instead
 * would need buffers aligned to 64 bytes and a new memory plan for each run, which costs more than
 * copying some hundred kilobytes.
 */
final class NativeInterpreter {
  private final String model;
  private final TfLiteInterpreter interpreter;

  private NativeInterpreter(String model, TfLiteInterpreter interpreter) {
    this.model = model;
    this.interpreter = interpreter;
  }

  /** Makes an interpreter with its memory; {@code file} gives the words when that fails. */
  static NativeInterpreter create(ModelFile file, TfLiteModel model, int threads) {
    TfLiteInterpreterOptions options = tensorflowlite.TfLiteInterpreterOptionsCreate();
    try {
      tensorflowlite.TfLiteInterpreterOptionsSetNumThreads(options, threads);
      tensorflowlite.TfLiteInterpreterOptionsSetErrorReporter(options, Complaints.REPORTER, null);
      TfLiteInterpreter interpreter = tensorflowlite.TfLiteInterpreterCreate(model, options);
      if (interpreter == null) {
        throw broken(file);
      }
      NativeInterpreter created = new NativeInterpreter(file.name(), interpreter);
      if (tensorflowlite.TfLiteInterpreterAllocateTensors(interpreter)
          != tensorflowlite.kTfLiteOk) {
        created.free();
        throw broken(file);
      }
      return created;
    } finally {
      tensorflowlite.TfLiteInterpreterOptionsDelete(options);
    }
  }

  Signature signature() {
    List<TensorSpec> inputs = new ArrayList<>();
    for (int i = 0; i < tensorflowlite.TfLiteInterpreterGetInputTensorCount(interpreter); i++) {
      TfLiteTensor input = tensorflowlite.TfLiteInterpreterGetInputTensor(interpreter, i);
      inputs.add(spec(input, "input " + i));
      if (input.bytes() > 0 && tensorflowlite.TfLiteTensorData(input) == null) {
        throw broken("nothing in it uses its input " + i);
      }
    }
    List<TensorSpec> outputs = new ArrayList<>();
    for (int i = 0; i < tensorflowlite.TfLiteInterpreterGetOutputTensorCount(interpreter); i++) {
      outputs.add(spec(output(i), "output " + i));
    }
    return new Signature(inputs, outputs);
  }

  /** Runs on inputs that fit the signature. */
  List<Tensor> run(List<Tensor> inputs) {
    resize(inputs);
    for (int i = 0; i < inputs.size(); i++) {
      ByteBuffer data = inputs.get(i).data();
      TfLiteTensor input = tensorflowlite.TfLiteInterpreterGetInputTensor(interpreter, i);
      try {
        int status =
            tensorflowlite.TfLiteTensorCopyFromBuffer(input, new Pointer(data), data.capacity());
        check(status, "copying input " + i);
      } finally {
        // The pointer is an address only; the buffer must not be collected under it.
        Reference.reachabilityFence(data);
      }
    }
    check(tensorflowlite.TfLiteInterpreterInvoke(interpreter), "running it");
    List<Tensor> outputs = new ArrayList<>();
    for (int i = 0; i < tensorflowlite.TfLiteInterpreterGetOutputTensorCount(interpreter); i++) {
      outputs.add(copy(output(i), i));
    }
    return List.copyOf(outputs);
  }

  void free() {
    tensorflowlite.TfLiteInterpreterDelete(interpreter);
  }

  private void resize(List<Tensor> inputs) {
    boolean resized = false;
    for (int i = 0; i < inputs.size(); i++) {
      List<Integer> wanted = inputs.get(i).shape();
      if (!Elements.shape(tensorflowlite.TfLiteInterpreterGetInputTensor(interpreter, i))
          .equals(wanted)) {
        int[] sizes = wanted.stream().mapToInt(Integer::intValue).toArray();
        checkShape(
            tensorflowlite.TfLiteInterpreterResizeInputTensor(interpreter, i, sizes, sizes.length),
            inputs);
        resized = true;
      }
    }
    if (resized) {
      checkShape(tensorflowlite.TfLiteInterpreterAllocateTensors(interpreter), inputs);
    }
  }

  private Tensor copy(TfLiteTensor output, int index) {
    ElementType type =
        Elements.type(output)
            .orElseThrow(() -> broken("output " + index + " has another type than it said"));
    if (output.bytes() > 0 && tensorflowlite.TfLiteTensorData(output) == null) {
      throw broken("nothing wrote its output " + index);
    }
    Tensor copy = Tensor.allocate(type, Elements.shape(output));
    ByteBuffer data = copy.data();
    try {
      if (data.capacity() > 0) {
        int status =
            tensorflowlite.TfLiteTensorCopyToBuffer(output, new Pointer(data), data.capacity());
        check(status, "copying output " + index);
      }
    } finally {
      Reference.reachabilityFence(data);
    }
    return copy;
  }

  private TfLiteTensor output(int index) {
    return tensorflowlite.TfLiteInterpreterGetOutputTensor(interpreter, index);
  }

  private TensorSpec spec(TfLiteTensor tensor, String which) {
    Optional<TensorSpec> spec = Elements.spec(tensor);
    return spec.orElseThrow(
        () ->
            broken(
                which
                    + " has elements of "
                    + tensorflowlite.TfLiteTypeGetName(tensor.type()).getString()
                    + ", which Edgewise has no type for"));
  }

  private void check(int status, String what) {
    if (status != tensorflowlite.kTfLiteOk) {
      throw broken(what + " failed: " + Complaints.REPORTER.take());
    }
  }

  private void checkShape(int status, List<Tensor> inputs) {
    if (status != tensorflowlite.kTfLiteOk) {
      throw EdgewiseException.of(
          ErrorCode.WRONG_TENSOR,
          "Model '%s' cannot work with inputs of these sizes: %s (%s). Its signature leaves the sizes open, but its operations do not."
              .formatted(model, inputs, Complaints.REPORTER.take()));
    }
  }

  private EdgewiseException broken(String what) {
    return EdgewiseException.of(
        ErrorCode.BROKEN_MODEL,
        "Model '%s' is broken: %s. Fetch or export the file again.".formatted(model, what));
  }

  private static EdgewiseException broken(ModelFile file) {
    List<String> unknown = file.unknownOperations();
    String said = Complaints.REPORTER.take();
    return unknown.isEmpty()
        ? EdgewiseException.of(
            ErrorCode.BROKEN_MODEL,
            "Model '%s' cannot be prepared for running: %s. Fetch or export the file again."
                .formatted(file.name(), said))
        : EdgewiseException.of(
            ErrorCode.BROKEN_MODEL,
            "Model '%s' needs operations that are not built into TensorFlow Lite: %s (%s). Export it with built-in operations only."
                .formatted(file.name(), String.join(", ", unknown), said));
  }
}
