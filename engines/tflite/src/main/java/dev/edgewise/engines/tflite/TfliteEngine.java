package dev.edgewise.engines.tflite;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.model.EngineOptions;
import dev.edgewise.core.model.ModelEngine;
import dev.edgewise.core.model.TensorModel;
import dev.edgewise.core.model.Turns;
import java.nio.ByteBuffer;

/**
 * TensorFlow Lite 2.20 with its XNNPACK kernels, on the CPU. Found as a {@link
 * java.util.ServiceLoader} service; the native library is loaded with the first model, not before.
 * Thread-safe.
 *
 * <p>Errors of {@link #load}: {@code BROKEN_MODEL} for a file that is no model, is cut off, has
 * tensors of text or another type that {@link dev.edgewise.core.model.ElementType} lacks, or needs
 * operations that are not built in; {@code NO_ENGINE} when the native library for this platform is
 * not on the class path.
 */
public final class TfliteEngine implements ModelEngine {
  private final int parallelRuns;

  /** An engine whose models run as many calls at once as this machine has cores. */
  public TfliteEngine() {
    this(Runtime.getRuntime().availableProcessors());
  }

  TfliteEngine(int parallelRuns) {
    this.parallelRuns = Turns.atLeastOne(parallelRuns);
  }

  @Override
  public String name() {
    return "tflite";
  }

  @Override
  public String format() {
    return "tflite";
  }

  @Override
  public TensorModel load(String name, ByteBuffer file, EngineOptions options) {
    requireNonNull(name, "name");
    ModelFile checked = ModelFile.of(name, file);
    NativeLibrary.load();
    return TfliteModel.load(checked, options, parallelRuns);
  }
}
