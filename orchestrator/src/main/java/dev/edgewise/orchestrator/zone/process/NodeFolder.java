package dev.edgewise.orchestrator.zone.process;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What lies on disk of one node: {@code pid}, which the process writes before it becomes the node's
 * JVM; {@code process}, when that process began, by which it is told from a later one with the same
 * number; {@code log}; and {@code data}, the agent's own.
 */
final class NodeFolder {
  /** A log is cut when it is larger; what was in it before lies beside it. */
  private static final long LARGEST_LOG = 4 << 20;

  private static final int WORDS = 8 << 10;
  private static final int LONGEST_WORDS = 400;

  private final Path path;

  NodeFolder(Path path) {
    this.path = requireNonNull(path, "path");
  }

  Path path() {
    return path;
  }

  Path pid() {
    return path.resolve("pid");
  }

  Path log() {
    return path.resolve("log");
  }

  Path data() {
    return path.resolve("data");
  }

  /** The number that the process has written; empty while it has not. */
  Optional<Long> readPid() throws IOException {
    try {
      String text = Files.readString(pid(), StandardCharsets.US_ASCII).strip();
      return text.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  void writeProcess(long pid, Instant began) throws IOException {
    Path fresh = path.resolve("process.new");
    Files.writeString(fresh, pid + " " + began.toEpochMilli());
    Files.move(fresh, path.resolve("process"), StandardCopyOption.REPLACE_EXISTING);
  }

  /** When the process of this number began; empty when that was not written down. */
  Optional<Instant> readBegan(long pid) throws IOException {
    try {
      String[] words = Files.readString(path.resolve("process")).strip().split(" ", 2);
      return words.length == 2 && words[0].equals(Long.toString(pid))
          ? Optional.of(Instant.ofEpochMilli(Long.parseLong(words[1])))
          : Optional.empty();
    } catch (NoSuchFileException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Cuts the log when it is large: its process goes on at the beginning. */
  void boundLog() throws IOException {
    if (Files.exists(log()) && Files.size(log()) > LARGEST_LOG) {
      Files.copy(log(), path.resolve("log.before"), StandardCopyOption.REPLACE_EXISTING);
      try (RandomAccessFile file = new RandomAccessFile(log().toFile(), "rw")) {
        file.setLength(0);
      }
    }
  }

  /** The last lines of the log that say anything, in one. */
  String lastWords() {
    try (RandomAccessFile file = new RandomAccessFile(log().toFile(), "r")) {
      file.seek(Math.max(0, file.length() - WORDS));
      byte[] end = new byte[(int) Math.min(WORDS, file.length())];
      file.readFully(end);
      List<String> lines =
          new String(end, StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank()).toList();
      String words =
          String.join(" / ", lines.subList(Math.max(0, lines.size() - 2), lines.size()))
              .replaceAll("\\p{Cntrl}", " ");
      return words.length() <= LONGEST_WORDS
          ? words
          : "…" + words.substring(words.length() - LONGEST_WORDS);
    } catch (IOException e) {
      return "";
    }
  }

  /** Removes all of it. */
  void delete() throws IOException {
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, java.io.IOException failed)
              throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
