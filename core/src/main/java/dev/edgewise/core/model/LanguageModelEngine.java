package dev.edgewise.core.model;

import java.nio.file.Path;

/**
 * What runs language models of one format; found as a {@link java.util.ServiceLoader} service, so
 * that an engine on the class path is all it takes. Thread-safe.
 */
public interface LanguageModelEngine {
  /** For configuration, logs and status pages, for example {@code llama}. */
  String name();

  /** The ending of the files that it reads, without the dot, for example {@code gguf}. */
  String format();

  /**
   * Loads a model.
   *
   * @param name for messages
   * @param file which nobody may change while the model is open: it is mapped, and read when it is
   *     needed
   * @param options how to run it
   * @throws dev.edgewise.core.EdgewiseException with {@code BROKEN_MODEL} when the file cannot be
   *     read; {@code NO_ENGINE} when the engine cannot start on this machine
   */
  LanguageModel load(String name, Path file, EngineOptions options);
}
