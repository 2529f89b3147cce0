package dev.edgewise.serving.host;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.LanguageModelEngine;
import java.util.Optional;
import java.util.ServiceLoader;

/** What runs language models, on the class path of this process. */
final class LanguageEngines {
  static final String FORMAT = "gguf";

  private LanguageEngines() {}

  private static Optional<LanguageModelEngine> found() {
    return ServiceLoader.load(LanguageModelEngine.class, LanguageEngines.class.getClassLoader())
        .stream()
        .map(ServiceLoader.Provider::get)
        .filter(engine -> engine.format().equals(FORMAT))
        .findFirst();
  }

  /** Of the engine; empty without one. */
  static String name() {
    return found().map(LanguageModelEngine::name).orElse("");
  }

  /**
   * The engine, for a model.
   *
   * @throws EdgewiseException with {@code NO_ENGINE}
   */
  static LanguageModelEngine forModel(String model) {
    return found()
        .orElseThrow(
            () ->
                EdgewiseException.of(
                    ErrorCode.NO_ENGINE,
                    "Model \""
                        + model
                        + "\" is a language model in the format GGUF, and no engine for those is on"
                        + " the class path. Add dev.edgewise:edgewise-engine-llama (it needs Java"
                        + " 25)."));
  }
}
