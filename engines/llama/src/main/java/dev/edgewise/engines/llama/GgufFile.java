package dev.edgewise.engines.llama;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Looks at the beginning of a file before native code reads it all. */
final class GgufFile {
  /** {@code GGUF}, little-endian. */
  private static final int MAGIC = 0x46554747;

  private static final int OLDEST = 2;
  private static final int NEWEST = 3;

  /** Magic, version, number of tensors, number of keys. */
  private static final int HEADER = 24;

  /** More than any model has; native code makes tables of them. */
  private static final long MOST_ENTRIES = 100_000;

  private GgufFile() {}

  static void check(String name, Path file) {
    ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(file)) {
      while (header.hasRemaining() && channel.read(header) >= 0) {}
    } catch (IOException e) {
      throw broken(name, "the file cannot be read: " + e);
    }
    if (header.hasRemaining() || header.getInt(0) != MAGIC) {
      throw broken(name, "the file is none in the format GGUF");
    }
    int version = header.getInt(4);
    if (version < OLDEST || version > NEWEST) {
      throw broken(
          name,
          "the file is GGUF version "
              + version
              + ", and those from "
              + OLDEST
              + " to "
              + NEWEST
              + " are read");
    }
    long tensors = header.getLong(8);
    long keys = header.getLong(16);
    if (tensors < 1 || tensors > MOST_ENTRIES || keys < 1 || keys > MOST_ENTRIES) {
      throw broken(name, "the file says that it has " + tensors + " tensors and " + keys + " keys");
    }
  }

  static EdgewiseException broken(String name, String why) {
    return EdgewiseException.of(
        ErrorCode.BROKEN_MODEL,
        "Model \"" + name + "\" cannot be loaded: " + why + ". Is the file whole? Get it again.");
  }
}
