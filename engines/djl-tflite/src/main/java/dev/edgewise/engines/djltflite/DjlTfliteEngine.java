package dev.edgewise.engines.djltflite;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.model.EngineOptions;
import dev.edgewise.core.model.ModelEngine;
import dev.edgewise.core.model.TensorModel;
import dev.edgewise.core.model.Turns;
import java.nio.ByteBuffer;

/**
 * TensorFlow Lite 2.6 as DJL 0.27 brings it, on the processor of Linux x86-64: for those who have
 * it, and the other half of the conformance test of {@code engines/tflite}, which is newer and
 * faster. Stands back unless it is asked for by name. Found as a {@link java.util.ServiceLoader}
 * service; nothing of DJL is loaded before the first model. Thread-safe.
 *
 * <p>Errors of {@link #load}: {@code BROKEN_MODEL} for a file that is no model, is cut off, has
 * tensors of a type that TensorFlow Lite's Java API lacks, or needs operations that are not built
 * in; {@code NO_ENGINE} on other platforms.
 */
public final class DjlTfliteEngine implements ModelEngine {
  private final int parallelRuns;

  /** An engine whose models run as many calls at once as this machine has cores. */
  public DjlTfliteEngine() {
    this(Runtime.getRuntime().availableProcessors());
  }

  DjlTfliteEngine(int parallelRuns) {
    this.parallelRuns = Turns.atLeastOne(parallelRuns);
  }

  @Override
  public String name() {
    return "djl-tflite";
  }

  @Override
  public String format() {
    return "tflite";
  }

  @Override
  public boolean standsBack() {
    return true;
  }

  @Override
  public TensorModel load(String name, ByteBuffer file, EngineOptions options) {
    requireNonNull(name, "name");
    return DjlTfliteModel.load(name, file, options.threads(), parallelRuns);
  }
}
