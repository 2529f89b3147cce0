package dev.edgewise.serving.repository;

import static java.util.Objects.requireNonNull;

import dev.edgewise.serving.pipeline.ModelFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A file or a folder on disk. What it was when its digest was asked for is what counts. */
final class DiskContent implements ModelContent {
  /** The largest export that was seen has some dozens. */
  private static final int MAX_FILES = 1_000;

  private static final int MAX_DEPTH = 4;
  private static final int READ_AT_ONCE = 1 << 16;

  /** A file that is younger than this may change once more and still look the same. */
  private static final Duration SETTLED = Duration.ofSeconds(2);

  private final String model;
  private final Path path;
  private Look look;
  private @Nullable String digest;

  /** What can be seen of a file without reading it. */
  private record Outside(Path path, long bytes, Instant changed) {
    static Outside of(Path file) throws IOException {
      BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
      return new Outside(file, is.size(), is.lastModifiedTime().toInstant());
    }
  }

  private record Look(List<Outside> files, Instant at) {
    boolean shows(Look later) {
      return files.equals(later.files)
          && files.stream().allMatch(file -> file.changed.isBefore(at.minus(SETTLED)));
    }
  }

  private DiskContent(String model, Path path, Look look) {
    this.model = requireNonNull(model, "model");
    this.path = requireNonNull(path, "path");
    this.look = look;
  }

  /**
   * What is there.
   *
   * @param now the time of day
   */
  static DiskContent of(String model, Path path, Instant now) throws IOException {
    List<Outside> files = new ArrayList<>();
    for (Path file : files(model, path)) {
      files.add(Outside.of(file));
    }
    return new DiskContent(model, path, new Look(List.copyOf(files), now));
  }

  @Override
  public String place() {
    return path.toString();
  }

  @Override
  public synchronized long bytes() {
    return look.files.stream().mapToLong(Outside::bytes).sum();
  }

  /** As far as size and time of each file tell, where they can; else by reading all of it. */
  @Override
  public synchronized boolean isStill(ModelContent later) {
    if (!(later instanceof DiskContent other) || !path.equals(other.path)) {
      return false;
    }
    Look seen = other.look();
    if (!look.shows(seen)) {
      if (!digest().equals(other.digest())) {
        return false;
      }
      look = seen;
    }
    return true;
  }

  private synchronized Look look() {
    return look;
  }

  @Override
  public synchronized String digest() {
    String known = digest;
    if (known == null) {
      known = computed();
      digest = known;
    }
    return known;
  }

  @Override
  public ByteBuffer file() {
    try (FileChannel channel = FileChannel.open(path)) {
      long size = channel.size();
      if (size > Integer.MAX_VALUE) {
        throw BadModel.of(
            model,
            "the file has " + size + " bytes, and at most 2 GiB can be read",
            place(),
            "Export the model with 16-bit weights.");
      }
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, size);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public ModelFiles files() {
    return ModelFiles.ofFolder(model, path);
  }

  @Override
  public Optional<Path> path() {
    return Files.isRegularFile(path) ? Optional.of(path) : Optional.empty();
  }

  private String computed() {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] block = new byte[READ_AT_ONCE];
      for (Path file : files(model, path)) {
        if (!file.equals(path)) {
          // So that two folders differ whose files have the same bytes under other names.
          sha.update(path.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
          sha.update((byte) 0);
          sha.update(ByteBuffer.allocate(Long.BYTES).putLong(Files.size(file)).flip());
        }
        try (InputStream in = Files.newInputStream(file)) {
          for (int read = in.read(block); read >= 0; read = in.read(block)) {
            sha.update(block, 0, read);
          }
        }
      }
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** All files, sorted by their paths; a link does not lead anywhere here. */
  private static List<Path> files(String model, Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> walk = Files.walk(path, MAX_DEPTH)) {
      List<Path> files = walk.filter(Files::isRegularFile).sorted().limit(MAX_FILES + 1L).toList();
      if (files.size() > MAX_FILES) {
        throw BadModel.of(
            model,
            "there are more than " + MAX_FILES + " files",
            path.toString(),
            "Leave only what belongs to the model.");
      }
      return files;
    }
  }

  private RuntimeException unreadable(IOException e) {
    return BadModel.of(
        model, "it cannot be read: " + e, place(), "See that this user may read it.", e);
  }
}
