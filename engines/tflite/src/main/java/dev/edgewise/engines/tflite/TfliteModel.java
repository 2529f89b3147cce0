package dev.edgewise.engines.tflite;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.EngineOptions;
import dev.edgewise.core.model.Signature;
import dev.edgewise.core.model.Tensor;
import dev.edgewise.core.model.TensorModel;
import dev.edgewise.core.model.Turns;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.tensorflowlite.TfLiteModel;
import org.bytedeco.tensorflowlite.global.tensorflowlite;

/**
 * A loaded model. Weights are shared; each run has an interpreter to itself, from a pool that grows
 * on demand up to as many as may run at once. One interpreter behind a lock would leave cores idle,
 * since a run uses one thread by default; more interpreters than cores would cost memory and gain
 * nothing. Callers beyond that wait in the order of their coming.
 *
 * <p>Thread-safe. {@link #close} waits for runs that have begun or wait; a run that comes later is
 * an {@link IllegalStateException}.
 */
final class TfliteModel implements TensorModel {
  /**
   * Native code reads weights from the file's memory: this reference keeps it until the model has
   * gone.
   */
  private final ModelFile file;

  private final TfLiteModel model;
  private final int threads;
  private final Signature signature;

  /**
   * A turn is the right to take an interpreter from {@link #idle}, or to make one; so there are
   * never more than turns.
   */
  private final Turns turns;

  /** Last in, first out: the interpreter that was used last has its memory in the caches. */
  private final ConcurrentLinkedDeque<NativeInterpreter> idle = new ConcurrentLinkedDeque<>();

  private TfliteModel(
      ModelFile file,
      TfLiteModel model,
      int threads,
      int parallelRuns,
      Signature signature,
      NativeInterpreter first) {
    this.file = file;
    this.model = model;
    this.threads = threads;
    this.signature = signature;
    this.turns = new Turns(file.name(), parallelRuns);
    idle.push(first);
  }

  static TfliteModel load(ModelFile file, EngineOptions options, int parallelRuns) {
    // The C function runs FlatBuffers' verifier first, so that a cut or garbled file is an error
    // and not a crash.
    TfLiteModel model =
        tensorflowlite.TfLiteModelCreateWithErrorReporter(
            new BytePointer(file.bytes()), file.bytes().capacity(), Complaints.REPORTER, null);
    if (model == null) {
      throw EdgewiseException.of(
          ErrorCode.BROKEN_MODEL,
          "Model '%s' cannot be read: %s. Its %d bytes may be cut off or garbled; fetch or export the file again."
              .formatted(file.name(), Complaints.REPORTER.take(), file.bytes().capacity()));
    }
    NativeInterpreter first = null;
    try {
      first = NativeInterpreter.create(file, model, options.threads());
      return new TfliteModel(
          file, model, options.threads(), parallelRuns, first.signature(), first);
    } catch (RuntimeException e) {
      if (first != null) {
        first.free();
      }
      tensorflowlite.TfLiteModelDelete(model);
      throw e;
    }
  }

  @Override
  public String name() {
    return file.name();
  }

  /** The weights, which lie in the file; what an interpreter needs beside them is not told. */
  @Override
  public long memoryBytes() {
    return file.bytes().capacity();
  }

  @Override
  public Signature signature() {
    return signature;
  }

  @Override
  public List<Tensor> run(List<Tensor> inputs) {
    // Native code does not expect tensors without elements.
    signature.check(name(), inputs, 1);
    return turns.take(() -> runChecked(inputs));
  }

  private List<Tensor> runChecked(List<Tensor> inputs) {
    NativeInterpreter pooled = idle.poll();
    NativeInterpreter interpreter =
        pooled == null ? NativeInterpreter.create(file, model, threads) : pooled;
    boolean sound = false;
    try {
      List<Tensor> outputs = interpreter.run(inputs);
      sound = true;
      return outputs;
    } finally {
      // After an error its tensors may have no memory: the next run gets a new one.
      if (sound) {
        idle.push(interpreter);
      } else {
        interpreter.free();
      }
    }
  }

  @Override
  public void close() {
    turns.close(
        () -> {
          for (NativeInterpreter interpreter = idle.poll();
              interpreter != null;
              interpreter = idle.poll()) {
            interpreter.free();
          }
          tensorflowlite.TfLiteModelDelete(model);
        });
  }

  @Override
  public String toString() {
    return "TfliteModel " + name() + " " + signature.inputs() + " → " + signature.outputs();
  }
}
