package dev.edgewise.serving.protocol;

import dev.edgewise.sdk.spi.Message;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Iterator;

/** The first bytes of a message as a stream, read where they lie. Not thread-safe. */
final class PartsStream extends InputStream {
  private final Iterator<ByteBuffer> parts;
  private ByteBuffer part = ByteBuffer.allocate(0);
  private int left;

  /**
   * A stream of some bytes.
   *
   * @param length how many, from the first; at most the message's size
   */
  PartsStream(Message message, int length) {
    this.parts = message.parts().iterator();
    this.left = length;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    if (length == 0) {
      return 0;
    }
    while (left > 0 && !part.hasRemaining() && parts.hasNext()) {
      part = parts.next();
    }
    int count = Math.min(length, Math.min(left, part.remaining()));
    if (count == 0) {
      return -1;
    }
    part.get(into, offset, count);
    left -= count;
    return count;
  }
}
