package dev.edgewise.stores.lmdb;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The files of one store: {@code results.mdb} with its {@code results.mdb-lock}; {@code
 * results.lock}, which says that a process has the folder; and {@code results.state}, which says
 * whether the last one closed it.
 *
 * <p>LMDB writes here without waiting for the disk: a process that is killed loses nothing, as what
 * it wrote is the kernel's, but a machine that loses power may leave a file whose pages are of
 * different times. So the state has the boot id of the machine; a store that was open in another
 * boot is begun anew. For one thread.
 */
final class StoreFiles {
  private static final Logger LOG = System.getLogger(StoreFiles.class.getName());
  private static final String NAME = "results";
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final int MOST_QUARANTINED = 3;
  private static final String CLOSED = "closed ";
  private static final String OPEN = "open in boot ";

  private final Path folder;
  private final FileChannel lock;

  private StoreFiles(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Takes the folder, and moves aside what is not a store of ours.
   *
   * @throws EdgewiseException with {@code BAD_CONFIGURATION}
   */
  static StoreFiles take(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve(NAME + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        channel.close();
        throw EdgewiseException.of(
            ErrorCode.BAD_CONFIGURATION,
            "The disk cache's folder "
                + folder
                + " is in use by another process. Stop that one, or give this one another folder.");
      }
      return new StoreFiles(folder, channel);
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  static EdgewiseException unusable(Path folder, Exception why) {
    return EdgewiseException.of(
        ErrorCode.BAD_CONFIGURATION,
        "The disk cache's folder "
            + folder
            + " cannot be used: "
            + why
            + ". Name one that this user may write, on a disk with room.",
        why);
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** Where the entries are. */
  Path data() {
    return folder.resolve(NAME + ".mdb");
  }

  /**
   * Looks at what is there, and leaves only a file that can be opened. One that was closed and has
   * not been touched since is taken as it is.
   */
  void prepare(long capacity, Set<String> databases, BooleanSupplier longEnough)
      throws IOException {
    // LMDB's table of readers may name processes that are gone; we are alone here.
    Files.deleteIfExists(folder.resolve(NAME + ".mdb-lock"));
    if (!Files.exists(data())) {
      return;
    }
    String state = state();
    boolean lostPower = state.startsWith(OPEN) && !state.equals(OPEN + boot().orElse("?"));
    if (Files.size(data()) > capacity) {
      startAnew("it is larger than the size that is configured now");
    } else if (lostPower) {
      startAnew("the machine was started again while it was open, so it may be of different times");
    } else if (state.isEmpty()) {
      quarantine("nothing beside it says that this program wrote it");
    } else if (!state.equals(CLOSED + stamp())) {
      Optional<String> wrong = FileCheck.wrong(data(), databases, longEnough);
      if (wrong.isPresent()) {
        quarantine(wrong.get());
      }
    }
  }

  private String stamp() throws IOException {
    return Files.size(data()) + " bytes at " + Files.getLastModifiedTime(data()).toMillis();
  }

  /** Before the store is opened: until {@link #markClosed} it counts as open. */
  void markOpen() throws IOException {
    write(OPEN + boot().orElse("unknown"));
  }

  /** After all was written and the disk has it. */
  void markClosed() throws IOException {
    write(CLOSED + stamp());
  }

  /** Whether a machine that loses power can be told from one that does not. */
  static boolean knowsBoot() {
    return boot().isPresent();
  }

  private void startAnew(String because) throws IOException {
    LOG.log(Level.INFO, "the disk cache {0} begins anew, with nothing in it: {1}", data(), because);
    Files.delete(data());
  }

  /** Moves the data aside, and says so. */
  void quarantine(String because) throws IOException {
    int number = 1;
    while (Files.exists(quarantined(number))) {
      number++;
    }
    Path aside = quarantined(number);
    Files.move(data(), aside, StandardCopyOption.ATOMIC_MOVE);
    LOG.log(
        Level.WARNING,
        "the disk cache {0} cannot be read: {1}. It was moved to {2} and a new one begun; what was"
            + " in it is computed again when it is asked for. Delete that file, or keep it to look"
            + " at and check the disk when this happens again",
        data(),
        because,
        aside);
    for (int old = number - MOST_QUARANTINED; old >= 1 && Files.exists(quarantined(old)); old--) {
      // By its name's number others still count from there, so it stays as an empty file.
      Files.newByteChannel(
              quarantined(old), StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
          .close();
    }
  }

  private Path quarantined(int number) {
    return folder.resolve(NAME + ".mdb.quarantined-" + number);
  }

  private String state() throws IOException {
    Path file = folder.resolve(NAME + ".state");
    if (!Files.exists(file) || Files.size(file) > 200) {
      return "";
    }
    String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip();
    return text.startsWith(CLOSED) || text.startsWith(OPEN) ? text : "";
  }

  private void write(String state) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            folder.resolve(NAME + ".state.new"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      channel.write(StandardCharsets.ISO_8859_1.encode(state + "\n"));
      channel.force(true);
    }
    Files.move(
        folder.resolve(NAME + ".state.new"),
        folder.resolve(NAME + ".state"),
        StandardCopyOption.ATOMIC_MOVE);
  }

  private static Optional<String> boot() {
    try {
      String id = Files.readString(BOOT_ID).strip();
      return id.isEmpty() ? Optional.empty() : Optional.of(id);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Gives the folder back. */
  void closeQuietly() {
    try {
      // Closing the channel releases the lock; the file stays, as deleting it would race.
      lock.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the lock of a disk cache does not close", e);
    }
  }
}
