package dev.edgewise.sdk.wire;

import dev.edgewise.sdk.spi.Message;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Messages of random bytes in random parts, of every kind of buffer. */
record RandomMessages(Random random) {
  /** Cut up at random: making megabytes of chance would take most of a test's time. */
  private static final byte[] NOISE = new byte[1 << 16];

  static {
    new Random(0).nextBytes(NOISE);
  }

  /** A message of at most so many bytes. */
  Message next(int most) {
    List<ByteBuffer> parts = new ArrayList<>();
    for (int i = random.nextInt(6), left = most; i > 0; i--) {
      ByteBuffer part = part(random.nextInt(left + 1));
      left -= part.remaining();
      parts.add(part);
    }
    return Message.of(parts);
  }

  private ByteBuffer part(int size) {
    int before = random.nextInt(9);
    ByteBuffer buffer =
        random.nextBoolean()
            ? ByteBuffer.allocateDirect(before + size + 3)
            : ByteBuffer.allocate(before + size + 3);
    while (buffer.hasRemaining()) {
      int from = random.nextInt(NOISE.length);
      buffer.put(NOISE, from, Math.min(buffer.remaining(), NOISE.length - from));
    }
    buffer.limit(before + size).position(before);
    return switch (random.nextInt(3)) {
      case 0 -> buffer;
      case 1 -> buffer.slice();
      default -> buffer.asReadOnlyBuffer();
    };
  }
}
