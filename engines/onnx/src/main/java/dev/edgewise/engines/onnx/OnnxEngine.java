package dev.edgewise.engines.onnx;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.model.EngineOptions;
import dev.edgewise.core.model.ModelEngine;
import dev.edgewise.core.model.TensorModel;
import java.nio.ByteBuffer;

/**
 * ONNX Runtime 1.29 on the processor. Found as a {@link java.util.ServiceLoader} service; the
 * native library is loaded with the first model, not before. Thread-safe.
 *
 * <p>Errors of {@link #load}: {@code BROKEN_MODEL} for a file that is no model, is cut off, needs
 * operations that are not built in, or has inputs or outputs that are no tensors of a type that the
 * runtime's Java interface can carry (it lacks unsigned integers of 16 bits and more); {@code
 * NO_ENGINE} when the runtime has no native library for this platform.
 */
public final class OnnxEngine implements ModelEngine {
  private final int parallelRuns;

  /** An engine whose models run as many calls at once as this machine has cores. */
  public OnnxEngine() {
    this(Runtime.getRuntime().availableProcessors());
  }

  OnnxEngine(int parallelRuns) {
    if (parallelRuns < 1) {
      throw new IllegalArgumentException(
          "parallelRuns: " + parallelRuns + " (expected: at least 1)");
    }
    this.parallelRuns = parallelRuns;
  }

  @Override
  public String name() {
    return "onnx";
  }

  @Override
  public String format() {
    return "onnx";
  }

  @Override
  public TensorModel load(String name, ByteBuffer file, EngineOptions options) {
    requireNonNull(name, "name");
    return OnnxModel.load(name, file, options, parallelRuns);
  }
}
