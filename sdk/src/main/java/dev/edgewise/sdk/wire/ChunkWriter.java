package dev.edgewise.sdk.wire;

import static java.util.Objects.requireNonNull;

import dev.edgewise.sdk.spi.Message;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a message into frames, one at a time and without copying it: whoever sends asks for the next
 * frame when the last has gone. Not thread-safe.
 */
public final class ChunkWriter {
  private final Message begin;
  private final List<ByteBuffer> parts;
  private int part;
  private boolean begun;

  private ChunkWriter(Message begin, List<ByteBuffer> parts) {
    this.begin = begin;
    this.parts = parts;
  }

  /** The frames of a request. */
  public static ChunkWriter call(String method, Message message) {
    requireNonNull(method, "method");
    return new ChunkWriter(
        ChunkFrame.beginCall(method, message.size(), blockAt(message)), message.parts());
  }

  /** The frames of a message of an answer: one when it is small. */
  public static ChunkWriter answer(Message message) {
    return message.size() <= ChunkFrame.CHUNK
        ? new ChunkWriter(
            ChunkFrame.beginMessage(message.size(), 0, message.contiguous()), List.of())
        : new ChunkWriter(
            ChunkFrame.beginMessage(message.size(), blockAt(message), ByteBuffer.allocate(0)),
            message.parts());
  }

  /** Where the largest part begins: blocks of numbers are parts of their own. */
  private static long blockAt(Message message) {
    long at = 0;
    long blockAt = 0;
    int largest = 0;
    for (ByteBuffer part : message.parts()) {
      if (part.remaining() > largest) {
        largest = part.remaining();
        blockAt = at;
      }
      at += part.remaining();
    }
    return blockAt;
  }

  /** Whether there is another frame. */
  public boolean hasNext() {
    while (part < parts.size() && !parts.get(part).hasRemaining()) {
      part++;
    }
    return !begun || part < parts.size();
  }

  /** The next frame: Begin, then chunks. */
  public Message next() {
    if (!begun) {
      begun = true;
      return begin;
    }
    List<ByteBuffer> chunk = new ArrayList<>(2);
    for (int room = ChunkFrame.CHUNK; room > 0 && hasNext(); ) {
      ByteBuffer from = parts.get(part);
      int count = Math.min(room, from.remaining());
      chunk.add(from.slice(from.position(), count));
      from.position(from.position() + count);
      room -= count;
    }
    return ChunkFrame.chunk(chunk);
  }
}
