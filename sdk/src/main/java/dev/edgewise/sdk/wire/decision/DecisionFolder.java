package dev.edgewise.sdk.wire.decision;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files in a folder of decisions: {@code decisions-<start>-<pid>-<part>.jsonl}, one process
 * start after the other, each in parts. Only its owner may read them.
 */
final class DecisionFolder {
  /** No file that this program writes is as large; a larger one is somebody else's. */
  static final long LARGEST_FILE = 16L * 1024 * 1024;

  private static final DateTimeFormatter START =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final Pattern NAME =
      Pattern.compile("decisions-(\\d{8}T\\d{6}\\.\\d{3}Z-(\\d{1,19}))-(\\d{4,9})\\.jsonl");

  private final Path folder;

  DecisionFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * One file.
   *
   * @param process start and id of the process that writes it
   * @param pid that id
   */
  record Entry(Path path, String process, long pid, int part, FileTime modified, long size) {}

  static String fileName(Instant start, long pid, int part) {
    return String.format("decisions-%s-%d-%04d.jsonl", START.format(start), pid, part);
  }

  /** Creates the folder unless it is there. */
  void create() throws IOException {
    Files.createDirectories(folder, ownersOnly("rwx------"));
  }

  Path path(String fileName) {
    return folder.resolve(fileName);
  }

  /** Permissions for a new file, or none where the file system has no such thing. */
  FileAttribute<?>[] ownersOnly(String permissions) {
    if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[0];
    }
    Set<PosixFilePermission> set = PosixFilePermissions.fromString(permissions);
    return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(set)};
  }

  /** All files of decisions, the ones that were written to last first. Others are passed over. */
  List<Entry> newestFirst() throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder, "decisions-*.jsonl")) {
      for (Path path : paths) {
        Matcher name = NAME.matcher(path.getFileName().toString());
        if (name.matches()) {
          addIfThere(entries, path, name);
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    entries.sort(
        Comparator.comparing(Entry::modified)
            .thenComparing(Entry::process)
            .thenComparing(Entry::part)
            .reversed());
    return entries;
  }

  private static void addIfThere(List<Entry> entries, Path path, Matcher name) throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      if (attributes.isRegularFile()) {
        entries.add(
            new Entry(
                path,
                name.group(1),
                Long.parseLong(name.group(2)),
                Integer.parseInt(name.group(3)),
                attributes.lastModifiedTime(),
                attributes.size()));
      }
    } catch (NoSuchFileException | NumberFormatException e) {
      // Another process tidied up at the same time, or the name only looks like ours.
    }
  }

  /**
   * Deletes the oldest files until so many and so many bytes are left, but never the newest of a
   * process that runs: it is writing there.
   */
  void prune(int mostFiles, long mostBytes, LongPredicate isRunning) throws IOException {
    List<Entry> files = newestFirst();
    Set<String> seen = new HashSet<>();
    long bytes = 0;
    int kept = 0;
    for (Entry file : files) {
      boolean inUse = seen.add(file.process()) && isRunning.test(file.pid());
      boolean fits = kept < mostFiles && bytes + file.size() <= mostBytes;
      if (inUse || fits) {
        kept++;
        bytes += file.size();
      } else {
        Files.deleteIfExists(file.path());
      }
    }
  }
}
