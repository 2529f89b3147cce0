package dev.edgewise.sdk.spi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * Reads protobuf's wire format from a buffer that came from a stranger: every length is checked
 * against what is left before anything is allocated, and nesting is limited. Throws {@link
 * MalformedMessage} for bytes that are no message. Not thread-safe.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Protocol Buffers: Encoding</a>
 */
public final class WireReader {
  /** Messages may be nested this deep; the same limit as protobuf's own parsers. */
  public static final int MAX_DEPTH = 100;

  /** Wire types: the low three bits of a tag. */
  public static final int VARINT = 0;

  /** Eight bytes. */
  public static final int FIXED64 = 1;

  /** A length, then so many bytes. */
  public static final int LENGTH_DELIMITED = 2;

  /** Four bytes. */
  public static final int FIXED32 = 5;

  private static final int START_GROUP = 3;
  private static final int END_GROUP = 4;

  private final ByteBuffer in;
  private final int end;
  private final int depth;
  private int at;

  private WireReader(ByteBuffer in, int at, int end, int depth) {
    this.in = in;
    this.at = at;
    this.end = end;
    this.depth = depth;
  }

  /** Decodes a whole message. */
  public static <T> T decode(Codec<T> codec, Message message) {
    return read(message, codec::read);
  }

  /** Reads a whole message, of a type that has no codec, by what takes its fields. */
  public static <T> T read(Message message, Function<WireReader, T> fields) {
    return fields.apply(new WireReader(message.contiguous(), 0, message.size(), 0));
  }

  /** Returns the next tag, or 0 at the end of the message. */
  public int tag() {
    if (at == end) {
      return 0;
    }
    long tag = varint();
    if (tag >>> 32 != 0 || tag >>> 3 == 0) {
      throw new MalformedMessage("invalid tag " + Long.toUnsignedString(tag) + " at byte " + at);
    }
    return (int) tag;
  }

  /** Skips the field that {@code tag} announces. */
  public void skip(int tag) {
    switch (tag & 7) {
      case VARINT -> varint();
      case FIXED64 -> advance(8);
      case LENGTH_DELIMITED -> advance(length());
      case FIXED32 -> advance(4);
      case START_GROUP -> skipGroup(tag >>> 3, depth + 1);
      default -> throw new MalformedMessage("unexpected wire type " + (tag & 7) + " at byte " + at);
    }
  }

  /** Reads a varint. */
  public long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte b = next();
      value |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new MalformedMessage("a varint of more than 10 bytes at byte " + at);
  }

  /**
   * Reads an {@code int32} or an enum's number; as protobuf does, of a longer number the low 32
   * bits count.
   */
  public int int32() {
    return (int) varint();
  }

  /** Reads an {@code int64}. */
  public long int64() {
    return varint();
  }

  /** Reads a {@code bool}. */
  public boolean bool() {
    return varint() != 0;
  }

  /** Reads a {@code float}. */
  public float float32() {
    return littleEndian(Float.BYTES).getFloat();
  }

  /** Reads a {@code double}. */
  public double float64() {
    return littleEndian(Double.BYTES).getDouble();
  }

  /** Reads a text; bytes that are no UTF-8 are refused. */
  public String string() {
    int length = length();
    ByteBuffer utf8 = in.slice(at, length);
    at += length;
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(utf8);
      return text.toString();
    } catch (CharacterCodingException e) {
      throw new MalformedMessage("a string that is not UTF-8 before byte " + at, e);
    }
  }

  /** Reads bytes, into an array of their own. */
  public byte[] bytes() {
    int length = length();
    byte[] copy = new byte[length];
    in.get(at, copy, 0, length);
    at += length;
    return copy;
  }

  /** Reads a block of bytes: a view of the message's own buffer, which is not copied. */
  public ByteBuffer block() {
    int length = length();
    ByteBuffer block = in.slice(at, length);
    at += length;
    return block;
  }

  /** Takes all fields that are left, as they are: a view of the message's own buffer. */
  public Message encoded() {
    Message fields = Message.of(in.slice(at, end - at));
    at = end;
    return fields;
  }

  /** Reads a nested message. */
  public <T> T message(Codec<T> codec) {
    return codec.read(nested());
  }

  /** Returns a reader over the length-delimited field that comes next, and moves behind it. */
  public WireReader nested() {
    if (depth == MAX_DEPTH) {
      throw new MalformedMessage("nested deeper than " + MAX_DEPTH + " messages at byte " + at);
    }
    int length = length();
    WireReader nested = new WireReader(in, at, at + length, depth + 1);
    at += length;
    return nested;
  }

  /** Returns how many bytes are left in this message. */
  public int remaining() {
    return end - at;
  }

  /** Reads a packed block of {@code repeated float} with one block copy. */
  public float[] packedFloats() {
    float[] block = new float[blockLength(Float.BYTES) / Float.BYTES];
    littleEndian(block.length * Float.BYTES).asFloatBuffer().get(block);
    return block;
  }

  /** Reads a packed block of {@code repeated double} with one block copy. */
  public double[] packedDoubles() {
    double[] block = new double[blockLength(Double.BYTES) / Double.BYTES];
    littleEndian(block.length * Double.BYTES).asDoubleBuffer().get(block);
    return block;
  }

  private int blockLength(int elementBytes) {
    int length = length();
    if (length % elementBytes != 0) {
      throw new MalformedMessage(
          "a packed block of "
              + length
              + " bytes (expected: a multiple of "
              + elementBytes
              + ") at byte "
              + at);
    }
    return length;
  }

  private int length() {
    long length = varint();
    if (length < 0 || length > end - at) {
      throw new MalformedMessage(
          "a length of "
              + Long.toUnsignedString(length)
              + " bytes where "
              + (end - at)
              + " are left, at byte "
              + at);
    }
    return (int) length;
  }

  /**
   * Groups are long deprecated, but a stranger may send them; the depth limit holds for them too.
   */
  private void skipGroup(int number, int level) {
    if (level > MAX_DEPTH) {
      throw new MalformedMessage("nested deeper than " + MAX_DEPTH + " groups at byte " + at);
    }
    for (int tag = tag(); tag != 0; tag = tag()) {
      switch (tag & 7) {
        case START_GROUP -> skipGroup(tag >>> 3, level + 1);
        case END_GROUP -> {
          if (tag >>> 3 != number) {
            throw new MalformedMessage(
                "group " + number + " ends as group " + (tag >>> 3) + " before byte " + at);
          }
          return;
        }
        default -> skip(tag);
      }
    }
    throw new MalformedMessage("group " + number + " does not end before byte " + at);
  }

  private void advance(int bytes) {
    if (bytes > end - at) {
      throw new MalformedMessage("the message ends inside a field, at byte " + end);
    }
    at += bytes;
  }

  private byte next() {
    if (at == end) {
      throw new MalformedMessage("the message ends inside a field, at byte " + end);
    }
    return in.get(at++);
  }

  private ByteBuffer littleEndian(int length) {
    int start = at;
    advance(length);
    return in.slice(start, length).order(ByteOrder.LITTLE_ENDIAN);
  }
}
