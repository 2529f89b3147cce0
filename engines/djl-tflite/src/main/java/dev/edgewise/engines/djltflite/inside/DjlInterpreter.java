package dev.edgewise.engines.djltflite.inside;

import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.Signature;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorSpec;
import dev.edgewise.engines.djltflite.Interpreter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One interpreter of TensorFlow Lite's Java API. Not thread-safe. */
final class DjlInterpreter implements Interpreter {
  private final org.tensorflow.lite.Interpreter interpreter;

  DjlInterpreter(org.tensorflow.lite.Interpreter interpreter) {
    this.interpreter = interpreter;
  }

  @Override
  public Signature signature() {
    List<TensorSpec> inputs = new ArrayList<>();
    for (int i = 0; i < interpreter.getInputTensorCount(); i++) {
      inputs.add(spec("input " + i, interpreter.getInputTensor(i)));
    }
    List<TensorSpec> outputs = new ArrayList<>();
    for (int i = 0; i < interpreter.getOutputTensorCount(); i++) {
      outputs.add(spec("output " + i, interpreter.getOutputTensor(i)));
    }
    return new Signature(inputs, outputs);
  }

  private static TensorSpec spec(String which, org.tensorflow.lite.Tensor tensor) {
    ElementType type =
        type(tensor)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        which
                            + " has elements of "
                            + tensor.dataType()
                            + ", which Edgewise has no type for"));
    return new TensorSpec(tensor.name(), type, list(tensor.shapeSignature()));
  }

  private static Optional<ElementType> type(org.tensorflow.lite.Tensor tensor) {
    return switch (tensor.dataType()) {
      case FLOAT32 -> Optional.of(ElementType.FLOAT32);
      case INT32 -> Optional.of(ElementType.INT32);
      case UINT8 -> Optional.of(ElementType.UINT8);
      case INT64 -> Optional.of(ElementType.INT64);
      case BOOL -> Optional.of(ElementType.BOOL);
      case INT8 -> Optional.of(ElementType.INT8);
      case INT16 -> Optional.of(ElementType.INT16);
      default -> Optional.empty();
    };
  }

  private static List<Integer> list(int[] sizes) {
    return Arrays.stream(sizes).boxed().toList();
  }

  @Override
  public List<Tensor> run(List<Tensor> inputs) {
    for (int i = 0; i < inputs.size(); i++) {
      List<Integer> wanted = inputs.get(i).shape();
      if (!list(interpreter.getInputTensor(i).shape()).equals(wanted)) {
        interpreter.resizeInput(i, wanted.stream().mapToInt(Integer::intValue).toArray());
      }
    }
    interpreter.allocateTensors();
    Object[] given = inputs.stream().map(DjlInterpreter::direct).toArray();
    Map<Integer, Object> written = new HashMap<>();
    List<ByteBuffer> buffers = new ArrayList<>();
    for (int i = 0; i < interpreter.getOutputTensorCount(); i++) {
      // Sizes may only be known after the run, but for fixed shapes they are.
      ByteBuffer buffer =
          ByteBuffer.allocateDirect(interpreter.getOutputTensor(i).numBytes())
              .order(ByteOrder.nativeOrder());
      buffers.add(buffer);
      written.put(i, buffer);
    }
    interpreter.runForMultipleInputsOutputs(given, written);
    List<Tensor> outputs = new ArrayList<>();
    for (int i = 0; i < buffers.size(); i++) {
      org.tensorflow.lite.Tensor output = interpreter.getOutputTensor(i);
      Tensor tensor = Tensor.allocate(type(output).orElseThrow(), list(output.shape()));
      tensor.data().put(buffers.get(i).rewind());
      outputs.add(tensor);
    }
    return List.copyOf(outputs);
  }

  /** The API reads direct buffers in native order without copying them once more. */
  private static ByteBuffer direct(Tensor tensor) {
    return tensor.data().duplicate().rewind().order(ByteOrder.nativeOrder());
  }

  @Override
  public void close() {
    interpreter.close();
  }
}
