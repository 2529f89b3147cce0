package dev.edgewise.daemon;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The folder of one daemon, locked against a second one for as long as this is open. */
public final class DataFolder implements AutoCloseable {
  private final Path path;
  private final FileChannel lock;

  private DataFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Creates the folder when it is missing, and locks it.
   *
   * @param owner what the daemon is, for example {@code agent}: names the lock file, and who has
   *     the folder when it is in use
   * @throws EdgewiseException with {@code BAD_CONFIGURATION}
   */
  public static DataFolder open(Path path, String owner) {
    try {
      Files.createDirectories(path);
      FileChannel channel =
          FileChannel.open(
              path.resolve(owner + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        channel.close();
        throw EdgewiseException.of(
            ErrorCode.BAD_CONFIGURATION,
            "The data folder "
                + path
                + " is in use by another "
                + owner
                + ". Stop that one, or give this one another dataFolder.");
      }
      return new DataFolder(path, channel);
    } catch (IOException e) {
      throw EdgewiseException.of(
          ErrorCode.BAD_CONFIGURATION,
          "The data folder "
              + path
              + " cannot be used: "
              + e
              + ". Name one that this user may write, with dataFolder.",
          e);
    }
  }

  /** The path of a file or folder in it. */
  public Path path(String name) {
    return path.resolve(name);
  }

  @Override
  public void close() throws IOException {
    // Closing the channel releases the lock; the file stays, as deleting it would race.
    lock.close();
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }
}
