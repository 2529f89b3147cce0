package dev.edgewise.daemon.content;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.core.ContentDigest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Contents in one folder: {@code sha256/HEX} is a whole one, {@code coming/HEX} what has come of
 * one. A content is whole only when all of its bytes are on the disk and their digest is its name;
 * it appears by a rename, so nobody ever sees a half. Whoever crashes or is cut off goes on with
 * what is in {@code coming}. Thread-safe.
 */
public final class ContentStore {
  /** Bytes of one chunk. */
  public static final int CHUNK = 1 << 20;

  private static final Logger LOG = System.getLogger(ContentStore.class.getName());

  private final Path whole;
  private final Path coming;
  private final ContentBounds bounds;
  private final Clock clock;
  private final LongSupplier free;

  private ContentStore(Path folder, ContentBounds bounds, Clock clock, LongSupplier free) {
    this.whole = folder.resolve("sha256");
    this.coming = folder.resolve("coming");
    this.bounds = bounds;
    this.clock = clock;
    this.free = free;
  }

  /**
   * Opens a store; the folder is made when it is missing.
   *
   * @param folder of this store alone
   */
  public static ContentStore open(Path folder, ContentBounds bounds, Clock clock)
      throws IOException {
    return open(folder, bounds, clock, () -> free(folder));
  }

  /** The same, on a disk with so many free bytes. */
  static ContentStore open(Path folder, ContentBounds bounds, Clock clock, LongSupplier free)
      throws IOException {
    ContentStore store =
        new ContentStore(
            folder,
            requireNonNull(bounds, "bounds"),
            requireNonNull(clock, "clock"),
            requireNonNull(free, "free"));
    Files.createDirectories(store.whole);
    Files.createDirectories(store.coming);
    return store;
  }

  /** The file of a whole content, for reading. */
  public Optional<Path> find(ContentDigest digest) {
    Path file = whole.resolve(digest.hex());
    return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
  }

  /** How much of a content is here. */
  public synchronized PutResult.Held look(ContentDigest digest) throws IOException {
    Optional<Path> there = find(digest);
    if (there.isPresent()) {
      return new PutResult.Held(Files.size(there.get()), true);
    }
    return new PutResult.Held(size(coming.resolve(digest.hex())), false);
  }

  /**
   * Takes the next chunk of a content; the last one is answered when all was verified.
   *
   * @param size of the whole content
   * @param offset where the chunk begins; another than the end of what is here changes nothing
   */
  public synchronized PutResult put(ContentDigest digest, long size, long offset, ByteBuffer chunk)
      throws IOException {
    PutResult.Held held = look(digest);
    if (!held.whole() && held.held() > size) {
      // Somebody announced another size before.
      Files.delete(coming.resolve(digest.hex()));
      return new PutResult.Held(0, false);
    }
    if (held.whole() || offset != held.held()) {
      return held;
    }
    if (size < 0 || chunk.remaining() > size - offset) {
      return new PutResult.Broken("more bytes came than the " + size + " that were announced");
    }
    Path file = coming.resolve(digest.hex());
    boolean begins = !Files.exists(file);
    Optional<String> full = begins ? refusal(size) : noDisk(chunk.remaining());
    if (full.isPresent()) {
      return new PutResult.NoRoom(full.get());
    }
    append(file, offset, chunk);
    long now = Files.size(file);
    return now < size ? new PutResult.Held(now, false) : finish(digest, file, now);
  }

  private static void append(Path file, long offset, ByteBuffer chunk) throws IOException {
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long at = offset;
      while (chunk.hasRemaining()) {
        at += out.write(chunk, at);
      }
    }
  }

  private PutResult finish(ContentDigest digest, Path file, long size) throws IOException {
    ContentDigest found = ContentDigest.of(file);
    if (!found.equals(digest)) {
      Files.delete(file);
      return new PutResult.Broken("what came for " + digest + " is " + found);
    }
    try (FileChannel synced = FileChannel.open(file, StandardOpenOption.WRITE)) {
      synced.force(true);
    }
    Files.setLastModifiedTime(file, FileTime.from(clock.now()));
    Files.move(file, whole.resolve(digest.hex()), StandardCopyOption.ATOMIC_MOVE);
    return new PutResult.Held(size, true);
  }

  /**
   * Bytes of a whole content; empty at its end.
   *
   * @throws NoSuchFileException when it is not here
   */
  public byte[] read(ContentDigest digest, long offset, int most) throws IOException {
    try (FileChannel in = FileChannel.open(whole.resolve(digest.hex()), StandardOpenOption.READ)) {
      ByteBuffer buffer = ByteBuffer.allocate(Math.min(most, CHUNK));
      long at = offset;
      int read = 0;
      while (read >= 0 && buffer.hasRemaining()) {
        read = in.read(buffer, at);
        at += Math.max(0, read);
      }
      return Arrays.copyOf(buffer.array(), buffer.position());
    }
  }

  /** Lays a copy of a whole content at {@code target}, verified on the way. */
  public void copy(ContentDigest digest, Path target) throws IOException {
    MessageDigest sha = ContentDigest.begin();
    try (InputStream in =
            new DigestInputStream(Files.newInputStream(whole.resolve(digest.hex())), sha);
        OutputStream out = Files.newOutputStream(target)) {
      in.transferTo(out);
    }
    ContentDigest found = ContentDigest.of(sha);
    if (!found.equals(digest)) {
      Files.deleteIfExists(whole.resolve(digest.hex()));
      throw new IOException(digest + " has changed on the disk: it is " + found + " now");
    }
  }

  /**
   * Removes what nothing refers to: whole contents and unfinished ones that were not written to for
   * {@code least}.
   *
   * @return how many were removed
   */
  public synchronized int keepOnly(Collection<ContentDigest> referred, Duration least)
      throws IOException {
    List<String> kept = referred.stream().map(ContentDigest::hex).toList();
    Instant before = clock.now().minus(least);
    int removed = 0;
    for (Path file : files()) {
      boolean isReferred = file.startsWith(whole) && kept.contains(file.getFileName().toString());
      if (!isReferred && !Files.getLastModifiedTime(file).toInstant().isAfter(before)) {
        Files.deleteIfExists(file);
        removed++;
      }
    }
    return removed;
  }

  /** Why a content of that size is not begun; empty when it may be. */
  private Optional<String> refusal(long size) throws IOException {
    List<Path> files = files();
    long bytes = 0;
    for (Path file : files) {
      bytes += size(file);
    }
    if (files.size() >= bounds.items()) {
      return Optional.of("it holds " + files.size() + " contents, as many as it may");
    }
    if (size > bounds.bytes() - bytes) {
      return Optional.of(
          "it holds "
              + bytes
              + " of "
              + bounds.bytes()
              + " bytes, and "
              + size
              + " more would come");
    }
    return noDisk(size);
  }

  private Optional<String> noDisk(long more) {
    long left = free.getAsLong();
    return left - more >= bounds.spare()
        ? Optional.empty()
        : Optional.of(
            "its disk has " + left + " bytes left, and " + bounds.spare() + " of them stay free");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> ready = Files.list(whole);
        Stream<Path> begun = Files.list(coming)) {
      return Stream.concat(ready, begun).toList();
    }
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  private static long free(Path folder) {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the free space of " + folder + " is unknown: " + e);
      return 0;
    }
  }
}
