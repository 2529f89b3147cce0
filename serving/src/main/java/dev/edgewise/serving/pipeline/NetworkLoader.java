package dev.edgewise.serving.pipeline;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.EngineOptions;
import dev.edgewise.core.model.ModelEngine;
import dev.edgewise.core.model.TensorModel;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Loads a network: a model of tensors, or one of several that a model consists of. Whoever hosts
 * pipelines may hand in a loader whose networks share lanes and count against a budget.
 * Thread-safe.
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
            .orElseThrow(() -> noEngine(name, format, all))
            .load(name, file, options);
  }

  /** What is said when none of these engines reads a model's format. */
  static EdgewiseException noEngine(String model, String format, List<ModelEngine> engines) {
    return EdgewiseException.of(
        ErrorCode.NO_ENGINE,
        "Model \""
            + model
            + "\" needs an engine that reads ."
            + format
            + " files; there are "
            + (engines.isEmpty()
                ? "none"
                : "those for "
                    + engines.stream().map(ModelEngine::format).collect(Collectors.joining(", ")))
            + ". Add dev.edgewise:edgewise-engine-"
            + format
            + " to the class path (it needs Java 25).");
  }
}
