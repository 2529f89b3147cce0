package dev.edgewise.core.model;

import java.nio.ByteBuffer;
import java.util.Set;

/**
 * What runs models of one format; found as a {@link java.util.ServiceLoader} service, so that an
 * engine on the class path is all it takes. Thread-safe.
 */
public interface ModelEngine {
  /** For configuration, logs and status pages, for example {@code tflite}. */
  String name();

  /** The ending of the files that it reads, without the dot, for example {@code tflite}. */
  String format();

  /**
   * Whether it stands back for another one of its format unless it is asked for by name, as {@link
   * Engines} does.
   */
  default boolean standsBack() {
    return false;
  }

  /**
   * What its libraries on the class path could compute with; whether the machine can, the start of
   * a model says. Loads nothing.
   */
  default Set<Provider> providers() {
    return Set.of(Provider.CPU);
  }

  /**
   * Loads a model.
   *
   * @param name for messages
   * @param file the whole file; the engine may keep and read the buffer until the model is closed,
   *     so nobody may change it
   * @param options how to run it
   * @throws dev.edgewise.core.EdgewiseException with {@code BROKEN_MODEL} when the file cannot be
   *     read or needs an operation that the engine lacks; {@code NO_ENGINE} when the engine or the
   *     provider that was asked for cannot start on this machine
   */
  TensorModel load(String name, ByteBuffer file, EngineOptions options);
}
