package dev.edgewise.core.model;

import java.nio.ByteBuffer;

/**
 * What runs models of one format; found as a {@link java.util.ServiceLoader} service, so that an
 * engine on the class path is all it takes. Thread-safe.
 */
public interface ModelEngine {
  /** For logs and status pages, for example {@code tflite}. */
  String name();

  /** The ending of the files that it reads, without the dot, for example {@code tflite}. */
  String format();

  /**
   * Loads a model.
   *
   * @param name for messages
   * @param file the whole file; the engine may keep and read the buffer until the model is closed,
   *     so nobody may change it
   * @param options how to run it
   * @throws dev.edgewise.core.EdgewiseException with {@code BROKEN_MODEL} when the file cannot be
   *     read or needs an operation that the engine lacks
   */
  TensorModel load(String name, ByteBuffer file, EngineOptions options);
}
