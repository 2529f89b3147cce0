package dev.edgewise.lab.process;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A language model in one file, as {@code edgewise model pull} brings it.
 *
 * @param file whose name ends with {@value #ENDING}
 */
public record ModelFile(Path file) {
  /** What such files are called. */
  public static final String ENDING = ".gguf";

  public ModelFile {
    requireNonNull(file, "file");
  }

  /** What nodes call it. */
  public String name() {
    String name = String.valueOf(file.getFileName());
    return name.substring(0, name.length() - ENDING.length());
  }

  /** Puts it into a model repository, unless it is there. */
  public void into(Path repository) throws IOException {
    Path there = repository.resolve(name() + ENDING);
    if (Files.exists(there)) {
      return;
    }
    Files.createDirectories(repository);
    // A repository takes no link that leads out of it, but one file under two names.
    try {
      Files.createLink(there, file.toRealPath());
    } catch (IOException | UnsupportedOperationException e) {
      Files.copy(file, there);
    }
  }
}
