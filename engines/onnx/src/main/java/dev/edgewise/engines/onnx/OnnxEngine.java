package dev.edgewise.engines.onnx;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.model.EngineOptions;
import dev.edgewise.core.model.ModelEngine;
import dev.edgewise.core.model.Provider;
import dev.edgewise.core.model.TensorModel;
import dev.edgewise.core.model.Turns;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * ONNX Runtime 1.29, on the processor or, where its libraries for them are on the class path, on
 * NVIDIA's cards. Found as a {@link java.util.ServiceLoader} service; the native library is loaded
 * with the first model, not before. Thread-safe.
 *
 * <p>Errors of {@link #load}: {@code BROKEN_MODEL} for a file that is no model, is cut off, needs
 * operations that are not built in, or has inputs or outputs that are no tensors of a type that the
 * runtime's Java interface can carry (it lacks unsigned integers of 16 bits and more); {@code
 * NO_ENGINE} when the runtime has no native library for this platform, or cannot start the provider
 * that was asked for.
 */
public final class OnnxEngine implements ModelEngine {
  private final int parallelRuns;

  /** An engine whose models run as many calls at once as this machine has cores. */
  public OnnxEngine() {
    this(Runtime.getRuntime().availableProcessors());
  }

  OnnxEngine(int parallelRuns) {
    this.parallelRuns = Turns.atLeastOne(parallelRuns);
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
  public Set<Provider> providers() {
    return Natives.providers();
  }

  @Override
  public TensorModel load(String name, ByteBuffer file, EngineOptions options) {
    requireNonNull(name, "name");
    return OnnxModel.load(name, file, options, parallelRuns);
  }
}
