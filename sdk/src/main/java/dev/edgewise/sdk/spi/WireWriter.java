package dev.edgewise.sdk.spi;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes protobuf's wire format into an array of exactly the right length; large blocks stay where
 * they are and become parts of the message. Tags come ready-made from generated code. Not
 * thread-safe.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Protocol Buffers: Encoding</a>
 */
public final class WireWriter {
  /** Smaller blocks are copied: a buffer of their own would cost more. */
  private static final int BLOCK_AT_LEAST = 64 * 1024;

  private final byte[] out;
  private int at;

  /** The parts that are complete; made for the first block, since most messages have none. */
  private @Nullable List<ByteBuffer> parts;

  /** Where the part of {@link #out} begins that is not in {@link #parts} yet. */
  private int partFrom;

  private WireWriter(byte[] out) {
    this.out = out;
  }

  /** Encodes a value, as {@link #encode(Codec, Object, int)} does, of any size below 2 GiB. */
  public static <T> Message encode(Codec<T> codec, T value) {
    return encode(codec, value, Integer.MAX_VALUE);
  }

  /**
   * Encodes a value.
   *
   * @param most bytes of the message; nothing is allocated for a larger one
   * @throws MessageTooLarge when it would have more
   * @throws MalformedMessage when somebody changes the value meanwhile, so that what was measured
   *     first no longer fits
   */
  public static <T> Message encode(Codec<T> codec, T value, int most) {
    Sizes sizes = new Sizes();
    int size = measure(codec, value, sizes);
    long copied = size - sizes.inBlocks();
    if (copied < 0) {
      throw MessageTooLarge.beyondAll(codec.messageName());
    }
    if (size > most) {
      throw MessageTooLarge.of(codec.messageName(), size, most);
    }
    WireWriter writer = new WireWriter(new byte[(int) copied]);
    try {
      codec.write(value, writer, sizes);
    } catch (IndexOutOfBoundsException | BufferOverflowException e) {
      throw changed(codec, size, "there was more to write", e);
    }
    Message message = writer.message();
    if (message.size() != size) {
      throw changed(codec, size, "wrote " + message.size(), null);
    }
    return message;
  }

  private static <T> int measure(Codec<T> codec, T value, Sizes sizes) {
    try {
      return codec.size(value, sizes);
    } catch (ArithmeticException e) {
      throw MessageTooLarge.beyondAll(codec.messageName());
    }
  }

  private Message message() {
    if (parts == null && at == out.length) {
      return Message.of(out);
    }
    return Message.of(endPart());
  }

  /** The parts, with what has been written since the last block as the last of them. */
  private List<ByteBuffer> endPart() {
    List<ByteBuffer> all = parts == null ? new ArrayList<>() : parts;
    all.add(ByteBuffer.wrap(out, partFrom, at - partFrom));
    partFrom = at;
    parts = all;
    return all;
  }

  private static MalformedMessage changed(
      Codec<?> codec, int measured, String then, @Nullable Exception cause) {
    String what =
        codec.messageName()
            + " changed while it was encoded: measured "
            + measured
            + " bytes, and "
            + then;
    return cause == null ? new MalformedMessage(what) : new MalformedMessage(what, cause);
  }

  /** Bytes of an unsigned varint. */
  public static int sizeOfVarint(long value) {
    // 7 bits a byte; the highest set bit decides, and 0 takes one byte too.
    return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
  }

  /** Bytes of an {@code int32}: negative numbers take ten. */
  public static int sizeOfInt32(int value) {
    return sizeOfVarint(value);
  }

  /** Bytes of a text without its length prefix. */
  public static int sizeOfUtf8(String text) {
    int size = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        if (c < 0x800) {
          size += 1;
        } else if (Character.isSurrogate(c)) {
          // Both halves of a pair count 1 each here: 2 chars make 4 bytes. A lone half becomes '?',
          // one byte.
          boolean pair =
              Character.isHighSurrogate(c)
                  && i + 1 < text.length()
                  && Character.isLowSurrogate(text.charAt(i + 1));
          if (pair) {
            size += 2;
            i++;
          }
        } else {
          size += 2;
        }
      }
    }
    return size;
  }

  /**
   * Bytes of {@link #block}, its length prefix included; for the measuring pass.
   *
   * @throws ArithmeticException when that is 2 GiB or more
   */
  public static int sizeOfBlock(ByteBuffer block, Sizes sizes) {
    if (block.remaining() >= BLOCK_AT_LEAST) {
      sizes.block(block.remaining());
    }
    return Math.addExact(sizeOfVarint(block.remaining()), block.remaining());
  }

  /** Bytes of {@link #encoded}; for the measuring pass. */
  public static int sizeOfEncoded(Message fields, Sizes sizes) {
    for (ByteBuffer part : fields.parts()) {
      if (part.remaining() >= BLOCK_AT_LEAST) {
        sizes.block(part.remaining());
      }
    }
    return fields.size();
  }

  /** Bytes of something with a length prefix. */
  public static int sizeOfLengthDelimited(int length) {
    return sizeOfVarint(length) + length;
  }

  /** Writes a varint: tags, lengths, bools, unsigned numbers. */
  public void varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    out[at++] = (byte) rest;
  }

  /** Writes a tag. */
  public void tag(int tag) {
    varint(tag & 0xFFFF_FFFFL);
  }

  /** Writes an {@code int32} or an enum's number. */
  public void int32(int value) {
    varint(value);
  }

  /** Writes an {@code int64}. */
  public void int64(long value) {
    varint(value);
  }

  /** Writes a {@code bool}. */
  public void bool(boolean value) {
    out[at++] = (byte) (value ? 1 : 0);
  }

  /** Writes a {@code float}. */
  public void float32(float value) {
    littleEndian(Float.BYTES).putFloat(value);
  }

  /** Writes a {@code double}. */
  public void float64(double value) {
    littleEndian(Double.BYTES).putDouble(value);
  }

  /** Writes a text with its length prefix. */
  public void string(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    bytes(utf8);
  }

  /** Writes bytes with their length prefix. */
  public void bytes(byte[] value) {
    varint(value.length);
    System.arraycopy(value, 0, out, at, value.length);
    at += value.length;
  }

  /**
   * Writes a block of bytes with its length prefix, from the position to the limit of a buffer that
   * is left as it is. A large one is not copied: it becomes a part of the message.
   */
  public void block(ByteBuffer block) {
    varint(block.remaining());
    put(block);
  }

  /** Writes all fields of a message that is encoded already. Large parts of it are not copied. */
  public void encoded(Message fields) {
    fields.parts().forEach(this::put);
  }

  private void put(ByteBuffer block) {
    if (block.remaining() >= BLOCK_AT_LEAST) {
      endPart().add(block.slice());
    } else {
      block.get(block.position(), out, at, block.remaining());
      at += block.remaining();
    }
  }

  /**
   * Writes the content of a packed {@code repeated float}, without tag and length: one block copy.
   */
  public void packedFloats(float[] values) {
    littleEndian(values.length * Float.BYTES).asFloatBuffer().put(values);
  }

  /**
   * Writes the content of a packed {@code repeated double}, without tag and length: one block copy.
   */
  public void packedDoubles(double[] values) {
    littleEndian(values.length * Double.BYTES).asDoubleBuffer().put(values);
  }

  private ByteBuffer littleEndian(int length) {
    ByteBuffer view = ByteBuffer.wrap(out, at, length).order(ByteOrder.LITTLE_ENDIAN);
    at += length;
    return view;
  }
}
