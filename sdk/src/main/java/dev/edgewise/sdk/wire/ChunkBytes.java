package dev.edgewise.sdk.wire;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A frame that is a chunk and nothing else, as every protobuf library writes it: the tag of field
 * 2, the length, the bytes. It has the same form in both directions.
 */
final class ChunkBytes {
  private static final byte TAG = 2 << 3 | 2;

  /** A length below 2^31 takes five bytes at most. */
  private static final int LONGEST_VARINT = 5;

  private ChunkBytes() {}

  /** What comes before a chunk of that many bytes. */
  static ByteBuffer header(int size) {
    ByteBuffer header = ByteBuffer.allocate(1 + LONGEST_VARINT).put(TAG);
    int rest = size;
    while (rest >= 0x80) {
      header.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    return header.put((byte) rest).flip();
  }

  /** The chunk, as a view of the frame; empty for a frame of any other form, valid or not. */
  static Optional<ChunkFrame> of(ByteBuffer frame) {
    int at = frame.position();
    if (frame.remaining() < 2 || frame.get(at++) != TAG) {
      return Optional.empty();
    }
    long length = 0;
    for (int shift = 0; shift < 7 * LONGEST_VARINT && at < frame.limit(); shift += 7) {
      byte b = frame.get(at++);
      length |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        return length == frame.limit() - at
            ? Optional.of(new ChunkFrame.Chunk(frame.slice(at, frame.limit() - at)))
            : Optional.empty();
      }
    }
    return Optional.empty();
  }
}
