package dev.edgewise.core.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The raw form of {@link ElementType#BYTES}. */
final class Texts {
  private Texts() {}

  /**
   * Sees that a buffer holds as many whole elements, from its position to its limit.
   *
   * @throws IllegalArgumentException when it does not
   */
  static void check(ByteBuffer data, long count) {
    ByteBuffer elements = data.slice().order(ByteOrder.LITTLE_ENDIAN);
    long found = 0;
    while (elements.hasRemaining()) {
      int size = elements.remaining() < Integer.BYTES ? -1 : elements.getInt();
      if (size < 0 || size > elements.remaining()) {
        throw new IllegalArgumentException(
            "data: element "
                + found
                + " of BYTES is cut off (expected: 4 bytes of length, little-endian, then so many"
                + " bytes)");
      }
      elements.position(elements.position() + size);
      found++;
    }
    if (found != count) {
      throw new IllegalArgumentException(
          "data: " + found + " elements of BYTES (expected: " + count + " for the shape)");
    }
  }

  static ByteBuffer write(List<byte[]> elements) {
    int size = 0;
    for (byte[] element : elements) {
      size = Math.addExact(size, Math.addExact(Integer.BYTES, element.length));
    }
    ByteBuffer data = ByteBuffer.allocateDirect(size).order(ByteOrder.LITTLE_ENDIAN);
    elements.forEach(element -> data.putInt(element.length).put(element));
    return data.flip();
  }

  /** Of a buffer that was checked. */
  static List<byte[]> read(ByteBuffer data) {
    ByteBuffer elements = data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    List<byte[]> read = new ArrayList<>();
    while (elements.hasRemaining()) {
      byte[] element = new byte[elements.getInt()];
      elements.get(element);
      read.add(element);
    }
    return List.copyOf(read);
  }
}
