package dev.edgewise.serving.repository;

import dev.edgewise.serving.pipeline.ModelFiles;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/** The bytes of one version of a model, wherever they lie. Thread-safe. */
public interface ModelContent {
  /** Where it is, for messages. */
  String place();

  /** How many bytes it has; what it takes when it is loaded is about as much. */
  long bytes();

  /**
   * SHA-256 of what it consists of, in hexadecimal digits: contents that have one digest are loaded
   * once. Reads all of it, when it was not asked before.
   *
   * @throws dev.edgewise.core.EdgewiseException with {@code BAD_MODEL_FOLDER} when it cannot be
   *     read
   */
  String digest();

  /**
   * Whether what a later look found is still this. Reads as little of it as it can.
   *
   * @throws dev.edgewise.core.EdgewiseException with {@code BAD_MODEL_FOLDER} when it cannot be
   *     read
   */
  boolean isStill(ModelContent later);

  /**
   * A model that is one file, in a direct buffer that nobody changes.
   *
   * @throws dev.edgewise.core.EdgewiseException with {@code BAD_MODEL_FOLDER} when it cannot be
   *     read
   */
  ByteBuffer file();

  /** A model that is a folder. */
  ModelFiles files();

  /** Where a model lies that is one file on a disk; empty for all others. */
  default Optional<Path> path() {
    return Optional.empty();
  }
}
