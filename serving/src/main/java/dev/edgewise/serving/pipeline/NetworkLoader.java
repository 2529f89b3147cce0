package dev.edgewise.serving.pipeline;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.EngineOptions;
import dev.edgewise.core.model.ModelEngine;
import dev.edgewise.core.model.TensorModel;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Loads one network of a model that consists of several. Whoever hosts pipelines may hand in a
 * loader whose networks share lanes and count against a budget. Thread-safe.
 */
@FunctionalInterface
public interface NetworkLoader {
  /**
   * Loads a network, which the pipeline closes when it is closed itself.
   *
   * @param name the model's name and what the network does in it, for example {@code
   *     fashion-diffusion/unet}
   * @param format the ending of its file, for example {@code onnx}
   * @param file whole, direct; nobody changes it
   * @throws EdgewiseException with {@code NO_ENGINE}, {@code BROKEN_MODEL} or {@code
   *     NO_MODEL_MEMORY}
   */
  TensorModel load(String name, String format, ByteBuffer file);

  /** Loads with the first of these engines that reads the format. */
  static NetworkLoader of(List<ModelEngine> engines, EngineOptions options) {
    List<ModelEngine> all = List.copyOf(engines);
    return (name, format, file) ->
        all.stream()
            .filter(engine -> engine.format().equals(format))
            .findFirst()
            .orElseThrow(
                () ->
                    EdgewiseException.of(
                        ErrorCode.NO_ENGINE,
                        "Model \""
                            + name
                            + "\" needs an engine that reads ."
                            + format
                            + " files; there are engines for "
                            + all.stream().map(ModelEngine::format).toList()
                            + ". Add dev.edgewise:edgewise-engine-"
                            + format
                            + " to the class path (it needs Java 25)."))
            .load(name, file, options);
  }
}
