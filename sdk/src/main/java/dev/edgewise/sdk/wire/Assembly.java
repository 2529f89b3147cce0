package dev.edgewise.sdk.wire;

import dev.edgewise.sdk.spi.Message;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A message that is put together out of chunks, in one buffer of the size that its sender
 * announced: outside the heap, unless it is small. Not thread-safe.
 */
public final class Assembly {
  /** Smaller ones are better off in the heap. */
  private static final int DIRECT_FROM = 1024 * 1024;

  /** Enough for any number, and for the widest registers that an engine loads them into. */
  private static final int ALIGNMENT = 64;

  private final ByteBuffer whole;

  private Assembly(ByteBuffer whole) {
    this.whole = whole;
  }

  /**
   * Makes room for a message. Zeroing it takes its time when it is large.
   *
   * @param total bytes of the message, which the caller has checked against its bound
   * @param alignAt which byte of it is to lie at a multiple of 64; one that is not in the message
   *     is nobody's
   * @throws OutOfMemoryError when the JVM has no room outside the heap
   */
  public static Assembly allocate(int total, long alignAt) {
    return new Assembly(total < DIRECT_FROM ? ByteBuffer.allocate(total) : aligned(total, alignAt));
  }

  private static ByteBuffer aligned(int total, long alignAt) {
    ByteBuffer room = ByteBuffer.allocateDirect(Math.addExact(total, ALIGNMENT));
    long at = alignAt > 0 && alignAt < total ? alignAt : 0;
    int over = Math.floorMod(room.alignmentOffset(0, ALIGNMENT) + at, ALIGNMENT);
    return room.slice(over == 0 ? 0 : ALIGNMENT - over, total);
  }

  /** Whether a message of that size lies outside the heap. */
  public static boolean isDirect(int total) {
    return total >= DIRECT_FROM;
  }

  /** Adds a chunk; what is wrong with it, when it does not fit, to be read behind "sent ". */
  public Optional<String> add(ByteBuffer chunk) {
    if (chunk.remaining() > ChunkFrame.MAX_CHUNK) {
      return Optional.of(
          "a chunk of "
              + chunk.remaining()
              + " bytes (expected: at most "
              + ChunkFrame.MAX_CHUNK
              + ")");
    }
    if (chunk.remaining() > whole.remaining()) {
      return Optional.of(
          "more than the "
              + whole.limit()
              + " bytes that were announced: "
              + chunk.remaining()
              + " after "
              + whole.position());
    }
    whole.put(chunk.duplicate());
    return Optional.empty();
  }

  /** Whether all bytes are there. */
  public boolean isComplete() {
    return !whole.hasRemaining();
  }

  /** How far it has come, in words. */
  public String progress() {
    return whole.position() + " of " + whole.limit() + " bytes";
  }

  /** The message; when it {@link #isComplete}. */
  public Message message() {
    if (!isComplete()) {
      throw new IllegalStateException("the message has " + progress());
    }
    return Message.of(whole.duplicate().flip());
  }
}
