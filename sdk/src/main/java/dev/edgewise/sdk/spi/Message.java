package dev.edgewise.sdk.spi;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * An encoded message: its bytes, in one buffer or in several that follow each other. Large blocks
 * of a value, such as the elements of a tensor, are parts of their own and are not copied on their
 * way out. Whoever made the buffers keeps their hands off them; nobody writes through the views
 * that are handed out. Safe for many threads.
 */
public final class Message {
  /** A message without fields that are not their defaults. */
  public static final Message EMPTY = of(new byte[0]);

  /** Bytes of the largest message that a client sends or takes, in chunks. */
  public static final int LARGEST = 256 * 1024 * 1024;

  /** What is put together above this size lies outside the heap. */
  private static final int HEAP_AT_MOST = 1 << 20;

  private final List<ByteBuffer> parts;
  private final int size;

  private Message(List<ByteBuffer> parts, int size) {
    this.parts = parts;
    this.size = size;
  }

  /** A message in an array, which is not copied. */
  public static Message of(byte[] bytes) {
    return new Message(List.of(ByteBuffer.wrap(bytes)), bytes.length);
  }

  /** A message in a buffer, from its position to its limit; it is not copied. */
  public static Message of(ByteBuffer bytes) {
    return of(List.of(requireNonNull(bytes, "bytes")));
  }

  /**
   * A message in several buffers, each from its position to its limit; they are not copied.
   *
   * @throws ArithmeticException when they have 2 GiB or more together
   */
  public static Message of(List<ByteBuffer> parts) {
    List<ByteBuffer> views = new ArrayList<>(parts.size());
    int size = 0;
    for (ByteBuffer part : parts) {
      if (part.hasRemaining()) {
        size = Math.addExact(size, part.remaining());
        views.add(part.slice());
      }
    }
    return new Message(List.copyOf(views), size);
  }

  /** How many bytes it has. */
  public int size() {
    return size;
  }

  /** Its parts in order, each a view with a position of its own. */
  public List<ByteBuffer> parts() {
    return parts.size() == 1
        ? List.of(parts.get(0).duplicate())
        : parts.stream().map(ByteBuffer::duplicate).toList();
  }

  /**
   * All of it in one buffer, a view: copied together only when it lies in several, outside the heap
   * when it is large.
   */
  public ByteBuffer contiguous() {
    if (parts.size() == 1) {
      return parts.get(0).duplicate();
    }
    ByteBuffer whole =
        size > HEAP_AT_MOST ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
    parts().forEach(whole::put);
    return whole.flip();
  }

  /** A copy of its bytes. */
  public byte[] bytes() {
    byte[] copy = new byte[size];
    int at = 0;
    for (ByteBuffer part : parts) {
      part.get(0, copy, at, part.remaining());
      at += part.remaining();
    }
    return copy;
  }

  /** Says how large it is; what is in it is nobody's business. */
  @Override
  public String toString() {
    return "Message of " + size + " bytes";
  }
}
