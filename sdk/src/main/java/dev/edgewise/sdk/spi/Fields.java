package dev.edgewise.sdk.spi;

import org.jspecify.annotations.Nullable;

/**
 * What all generated codecs share: checks that name the field, the range of Java's small numbers,
 * nested messages, packed blocks. Of each pair, {@code sizeOf…} runs in the measuring pass and
 * {@code write…} in the writing pass.
 */
public final class Fields {
  private Fields() {}

  /**
   * Returns {@code value}; null, in a value that is to be written, is refused with the path of the
   * field.
   */
  public static <T> T required(@Nullable T value, String path) {
    if (value == null) {
      throw new MalformedMessage(
          path
              + " is null; nothing was sent. Give it a value, or declare it as Optional if it may"
              + " be absent");
    }
    return value;
  }

  /**
   * Returns {@code value}; null stands for a field that was absent in a message and has no default.
   */
  public static <T> T present(@Nullable T value, String path) {
    if (value == null) {
      throw new MalformedMessage(path + " is missing");
    }
    return value;
  }

  /**
   * Says that the constructor of a record or exception refused what a message had; the
   * constructor's own text may quote content and stays in the cause.
   */
  public static MalformedMessage refused(String message, RuntimeException cause) {
    return new MalformedMessage(
        message + " was refused by its constructor: " + cause.getClass().getName(), cause);
  }

  /** Says that an enum has no constant of that number. */
  public static MalformedMessage unknownConstant(String path, String type, int number) {
    return new MalformedMessage(path + ": " + type + " has no constant with number " + number);
  }

  /** Narrows a number that was read for a {@code byte}. */
  public static byte int8(int number, String path) {
    if (number != (byte) number) {
      throw new MalformedMessage(path + " is out of range (expected: -128 to 127)");
    }
    return (byte) number;
  }

  /** Narrows a number that was read for a {@code short}. */
  public static short int16(int number, String path) {
    if (number != (short) number) {
      throw new MalformedMessage(path + " is out of range (expected: -32768 to 32767)");
    }
    return (short) number;
  }

  /** Narrows a number that was read for a {@code char}. */
  public static char char16(int number, String path) {
    if (number != (char) number) {
      throw new MalformedMessage(path + " is out of range (expected: 0 to 65535)");
    }
    return (char) number;
  }

  /** Size of a nested message with its length prefix. */
  public static <T> int sizeOfMessage(Codec<T> codec, T value, Sizes sizes) {
    int slot = sizes.reserve();
    return WireWriter.sizeOfLengthDelimited(sizes.set(slot, codec.size(value, sizes)));
  }

  /** Writes a nested message with its length prefix. */
  public static <T> void writeMessage(Codec<T> codec, T value, WireWriter out, Sizes sizes) {
    out.varint(sizes.next());
    codec.write(value, out, sizes);
  }

  /** Size of a packed block with its length prefix. */
  public static int sizeOfPacked(float[] values, Sizes sizes) {
    return WireWriter.sizeOfLengthDelimited(Math.multiplyExact(values.length, Float.BYTES));
  }

  /** Writes a packed block with its length prefix, by one block copy. */
  public static void writePacked(float[] values, WireWriter out, Sizes sizes) {
    out.varint((long) values.length * Float.BYTES);
    out.packedFloats(values);
  }

  /** Size of a packed block with its length prefix. */
  public static int sizeOfPacked(double[] values, Sizes sizes) {
    return WireWriter.sizeOfLengthDelimited(Math.multiplyExact(values.length, Double.BYTES));
  }

  /** Writes a packed block with its length prefix, by one block copy. */
  public static void writePacked(double[] values, WireWriter out, Sizes sizes) {
    out.varint((long) values.length * Double.BYTES);
    out.packedDoubles(values);
  }

  /** Size of a packed block with its length prefix. */
  public static int sizeOfPacked(int[] values, Sizes sizes) {
    int slot = sizes.reserve();
    int size = 0;
    for (int value : values) {
      size += WireWriter.sizeOfInt32(value);
    }
    return WireWriter.sizeOfLengthDelimited(sizes.set(slot, size));
  }

  /** Writes a packed block with its length prefix. */
  public static void writePacked(int[] values, WireWriter out, Sizes sizes) {
    out.varint(sizes.next());
    for (int value : values) {
      out.int32(value);
    }
  }

  /** Size of a packed block with its length prefix. */
  public static int sizeOfPacked(long[] values, Sizes sizes) {
    int slot = sizes.reserve();
    int size = 0;
    for (long value : values) {
      size += WireWriter.sizeOfVarint(value);
    }
    return WireWriter.sizeOfLengthDelimited(sizes.set(slot, size));
  }

  /** Writes a packed block with its length prefix. */
  public static void writePacked(long[] values, WireWriter out, Sizes sizes) {
    out.varint(sizes.next());
    for (long value : values) {
      out.int64(value);
    }
  }

  /** Size of a packed block with its length prefix. */
  public static int sizeOfPacked(boolean[] values, Sizes sizes) {
    return WireWriter.sizeOfLengthDelimited(values.length);
  }

  /** Writes a packed block with its length prefix. */
  public static void writePacked(boolean[] values, WireWriter out, Sizes sizes) {
    out.varint(values.length);
    for (boolean value : values) {
      out.bool(value);
    }
  }
}
