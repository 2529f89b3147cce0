package dev.edgewise.processor.emit;

import java.util.Optional;

/** What other jars of the compilation have. */
@FunctionalInterface
public interface ClassPath {
  /** Content of a file in another jar or folder of the class path, if there is one. */
  Optional<byte[]> resource(String path);
}
