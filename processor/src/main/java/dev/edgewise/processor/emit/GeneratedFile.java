package dev.edgewise.processor.emit;

import static java.util.Objects.requireNonNull;

import dev.edgewise.processor.model.JavaName;
import java.nio.charset.StandardCharsets;

/** A file that a compilation gets. */
public sealed interface GeneratedFile {
  /**
   * A class.
   *
   * @param name of it
   * @param text of it
   */
  record Source(JavaName name, String text) implements GeneratedFile {
    public Source {
      requireNonNull(name, "name");
      requireNonNull(text, "text");
    }
  }

  /**
   * A file beside the classes.
   *
   * @param path from the root of the class path
   * @param content of it
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared, written once.
  record Resource(String path, byte[] content) implements GeneratedFile {
    public Resource {
      requireNonNull(path, "path");
      requireNonNull(content, "content");
    }

    /** A text, in UTF-8. */
    static Resource text(String path, String text) {
      return new Resource(path, text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
