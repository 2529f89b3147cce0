package dev.edgewise.serving.pipeline;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/** The files of one model that is a folder, wherever they lie. Thread-safe. */
public interface ModelFiles {
  /** The model's name, for messages. */
  String name();

  /** Where the folder is, for messages. */
  String place();

  /**
   * A whole file, in a direct buffer that nobody changes.
   *
   * @param path inside the folder, with slashes, for example {@code unet/model.onnx}
   * @return empty when there is no such file
   * @throws dev.edgewise.core.EdgewiseException with {@code BAD_MODEL_FOLDER} when the file cannot
   *     be read, is larger than 2 GiB, or is not inside the folder
   */
  Optional<ByteBuffer> read(String path);

  /**
   * Files of a folder on disk, mapped rather than copied. A link that leads out of the folder is
   * refused.
   */
  static ModelFiles ofFolder(String name, Path folder) {
    return new FolderFiles(name, folder);
  }

  /** Files below {@code META-INF/edgewise/models/<name>/} on a class path. */
  static ModelFiles ofClassPath(String name, ClassLoader loader) {
    return new ClassPathFiles(name, loader);
  }
}
