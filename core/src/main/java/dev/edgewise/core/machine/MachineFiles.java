package dev.edgewise.core.machine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/** The machine's files below a folder; each read is bounded, and what is not there is empty. */
final class MachineFiles {
  private static final int MAX_BYTES = 1 << 20;
  static final int MAX_DEVICES = 32;

  /** A distribution's library folder has some thousand. */
  private static final int MAX_NAMES = 20_000;

  private final Path root;

  MachineFiles(Path root) {
    this.root = requireNonNull(root, "root");
  }

  boolean isThere(String file) {
    try {
      return Files.exists(root.resolve(file));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Names in a folder of devices. */
  Set<String> names(String folder) {
    return names(folder, MAX_DEVICES);
  }

  /** Names in a folder of files. */
  Set<String> manyNames(String folder) {
    return names(folder, MAX_NAMES);
  }

  private Set<String> names(String folder, int most) {
    Set<String> names = new TreeSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root.resolve(folder))) {
      for (Path entry : entries) {
        Path name = entry.getFileName();
        if (name != null && names.size() < most) {
          names.add(name.toString());
        }
      }
    } catch (IOException | InvalidPathException e) {
      return Set.of();
    }
    return names;
  }

  String text(String file) {
    try (InputStream in = Files.newInputStream(root.resolve(file))) {
      return new String(in.readNBytes(MAX_BYTES), UTF_8);
    } catch (IOException | InvalidPathException e) {
      return "";
    }
  }
}
