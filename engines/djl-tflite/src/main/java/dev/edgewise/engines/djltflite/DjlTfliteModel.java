package dev.edgewise.engines.djltflite;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.Signature;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorModel;
import dev.edgewise.core.model.Turns;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * A loaded model: interpreters over one copy of the file, one for each run at a time. Thread-safe.
 */
final class DjlTfliteModel implements TensorModel {
  private final String name;
  private final ByteBuffer file;
  private final int threads;
  private final Signature signature;
  private final Turns turns;
  private final ConcurrentLinkedDeque<Interpreter> idle = new ConcurrentLinkedDeque<>();

  private DjlTfliteModel(
      String name, ByteBuffer file, int threads, int parallelRuns, Interpreter first) {
    this.name = name;
    this.file = file;
    this.threads = threads;
    this.signature = first.signature();
    this.turns = new Turns(name, parallelRuns);
    idle.push(first);
  }

  static DjlTfliteModel load(String name, ByteBuffer file, int threads, int parallelRuns) {
    // The interpreter reads weights where they lie, from a direct buffer in native order.
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(file.remaining())
            .put(file.duplicate())
            .flip()
            .order(ByteOrder.nativeOrder());
    Interpreter first = open(name, bytes, threads);
    try {
      return new DjlTfliteModel(name, bytes, threads, parallelRuns, first);
    } catch (IllegalArgumentException | IllegalStateException e) {
      first.close();
      throw broken(name, bytes, e);
    }
  }

  private static Interpreter open(String name, ByteBuffer file, int threads) {
    try {
      return Apart.interpreters().apply(file, threads);
    } catch (EdgewiseException e) {
      throw e.code() == ErrorCode.BROKEN_MODEL ? broken(name, file, e) : e;
    }
  }

  private static EdgewiseException broken(String name, ByteBuffer file, RuntimeException e) {
    return EdgewiseException.of(
        ErrorCode.BROKEN_MODEL,
        "Model '%s' cannot be loaded by DJL's TensorFlow Lite: %s. Its %d bytes may be cut off or of another format, or it needs what TensorFlow Lite 2.6 lacks; export it again, or take the engine tflite."
            .formatted(name, String.valueOf(e.getMessage()).strip(), file.capacity()),
        e);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long memoryBytes() {
    return file.capacity();
  }

  @Override
  public Signature signature() {
    return signature;
  }

  @Override
  public List<Tensor> run(List<Tensor> inputs) {
    signature.check(name, inputs, 1);
    return turns.take(() -> runChecked(inputs));
  }

  private List<Tensor> runChecked(List<Tensor> inputs) {
    Interpreter pooled = idle.poll();
    Interpreter interpreter = pooled == null ? open(name, file, threads) : pooled;
    boolean sound = false;
    try {
      List<Tensor> outputs = interpreter.run(inputs);
      sound = true;
      return outputs;
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw EdgewiseException.of(
          ErrorCode.WRONG_TENSOR,
          "Model '%s' cannot work with inputs of these sizes: %s (%s). Its signature leaves the sizes open, but its operations do not."
              .formatted(name, inputs, String.valueOf(e.getMessage()).strip()),
          e);
    } finally {
      // After an error its tensors may have no memory: the next run gets a new one.
      if (sound) {
        idle.push(interpreter);
      } else {
        interpreter.close();
      }
    }
  }

  @Override
  public void close() {
    turns.close(
        () -> {
          for (Interpreter free = idle.poll(); free != null; free = idle.poll()) {
            free.close();
          }
        });
  }

  @Override
  public String toString() {
    return "DjlTfliteModel " + name + " " + signature.inputs() + " → " + signature.outputs();
  }
}
