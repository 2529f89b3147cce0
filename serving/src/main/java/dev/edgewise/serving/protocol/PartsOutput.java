package dev.edgewise.serving.protocol;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Collects what is written in parts, so that it grows without being copied, up to a bound. Not
 * thread-safe.
 */
final class PartsOutput extends OutputStream {
  private static final int SMALLEST = 1 << 10;
  private static final int LARGEST = 1 << 20;

  private final int most;
  private final List<ByteBuffer> full = new ArrayList<>();
  private byte[] part = new byte[SMALLEST];
  private int at;
  private int size;

  /**
   * An empty one.
   *
   * @param most bytes, above which writing is refused with {@code TOO_LARGE}
   */
  PartsOutput(int most) {
    this.most = most;
  }

  @Override
  public void write(int one) {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    if (length > most - size) {
      throw EdgewiseException.of(
          ErrorCode.TOO_LARGE,
          "the answer has more than "
              + most
              + " bytes as JSON; ask for less at once, or for raw tensors (binary_data)");
    }
    int written = 0;
    while (written < length) {
      if (at == part.length) {
        full.add(ByteBuffer.wrap(part));
        part = new byte[Math.min(LARGEST, 2 * part.length)];
        at = 0;
      }
      int count = Math.min(length - written, part.length - at);
      System.arraycopy(bytes, offset + written, part, at, count);
      at += count;
      written += count;
    }
    size += length;
  }

  /** How many bytes have been written. */
  int size() {
    return size;
  }

  /** What has been written; this is used no more. */
  List<ByteBuffer> parts() {
    full.add(ByteBuffer.wrap(part.length == at ? part : Arrays.copyOf(part, at)));
    return full;
  }
}
