package dev.edgewise.cli.shell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Temporary folders that commands make. */
public final class Folders {
  private Folders() {}

  /** Deletes a folder and what is in it, as far as that can be done. */
  public static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(Folders::deleteFile);
    } catch (IOException | UncheckedIOException e) {
      // It lies in the folder for temporary files, where leftovers are the system's to clear.
    }
  }

  private static void deleteFile(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
