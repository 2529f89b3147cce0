package dev.edgewise.sdk.spi.model;

import dev.edgewise.sdk.spi.Codec;
import dev.edgewise.sdk.spi.Fields;
import dev.edgewise.sdk.spi.Sizes;
import dev.edgewise.sdk.spi.WireReader;
import dev.edgewise.sdk.spi.WireWriter;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Is shown the fields of a message one after the other, by number: once to measure them, once to
 * write them. What has proto3's default is left out, save where a method says "present".
 */
abstract class FieldVisitor {
  final void text(int number, String value) {
    if (!value.isEmpty()) {
      presentText(number, value);
    }
  }

  final void texts(int number, List<String> values) {
    values.forEach(value -> presentText(number, value));
  }

  final void number(int number, long value) {
    if (value != 0) {
      presentNumber(number, value);
    }
  }

  final void flag(int number, boolean value) {
    number(number, value ? 1 : 0);
  }

  final void float64(int number, double value) {
    // By its bits: −0.0 is no default.
    if (Double.doubleToRawLongBits(value) != 0) {
      presentFloat64(number, value);
    }
  }

  final <T> void messages(int number, Codec<T> codec, List<T> values) {
    values.forEach(value -> message(number, codec, value));
  }

  abstract void presentText(int number, String value);

  abstract void presentNumber(int number, long value);

  abstract void presentFloat64(int number, double value);

  abstract void numbers(int number, long[] values);

  abstract void block(int number, ByteBuffer value);

  abstract <T> void message(int number, Codec<T> codec, T value);

  private static int tag(int number, int wireType) {
    return number << 3 | wireType;
  }

  /** Adds up sizes. */
  static final class Measuring extends FieldVisitor {
    private final Sizes sizes;
    private int size;

    Measuring(Sizes sizes) {
      this.sizes = sizes;
    }

    int size() {
      return size;
    }

    private void add(int number, int bytes) {
      size = Math.addExact(size, WireWriter.sizeOfVarint(tag(number, 0)));
      size = Math.addExact(size, bytes);
    }

    @Override
    void presentText(int number, String value) {
      add(number, WireWriter.sizeOfLengthDelimited(WireWriter.sizeOfUtf8(value)));
    }

    @Override
    void presentNumber(int number, long value) {
      add(number, WireWriter.sizeOfVarint(value));
    }

    @Override
    void presentFloat64(int number, double value) {
      add(number, Double.BYTES);
    }

    @Override
    void numbers(int number, long[] values) {
      if (values.length > 0) {
        add(number, Fields.sizeOfPacked(values, sizes));
      }
    }

    @Override
    void block(int number, ByteBuffer value) {
      if (value.hasRemaining()) {
        add(number, WireWriter.sizeOfBlock(value, sizes));
      }
    }

    @Override
    <T> void message(int number, Codec<T> codec, T value) {
      add(number, Fields.sizeOfMessage(codec, value, sizes));
    }
  }

  /** Writes what was measured. */
  static final class Writing extends FieldVisitor {
    private final WireWriter out;
    private final Sizes sizes;

    Writing(WireWriter out, Sizes sizes) {
      this.out = out;
      this.sizes = sizes;
    }

    @Override
    void presentText(int number, String value) {
      out.tag(tag(number, WireReader.LENGTH_DELIMITED));
      out.string(value);
    }

    @Override
    void presentNumber(int number, long value) {
      out.tag(tag(number, WireReader.VARINT));
      out.varint(value);
    }

    @Override
    void presentFloat64(int number, double value) {
      out.tag(tag(number, WireReader.FIXED64));
      out.float64(value);
    }

    @Override
    void numbers(int number, long[] values) {
      if (values.length > 0) {
        out.tag(tag(number, WireReader.LENGTH_DELIMITED));
        Fields.writePacked(values, out, sizes);
      }
    }

    @Override
    void block(int number, ByteBuffer value) {
      if (value.hasRemaining()) {
        out.tag(tag(number, WireReader.LENGTH_DELIMITED));
        out.block(value);
      }
    }

    @Override
    <T> void message(int number, Codec<T> codec, T value) {
      out.tag(tag(number, WireReader.LENGTH_DELIMITED));
      Fields.writeMessage(codec, value, out, sizes);
    }
  }
}
