package dev.edgewise.serving.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireReader;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Consumer;

/**
 * Collects the fields of a small message in protobuf's wire format. Fields with their default value
 * are left out. Not thread-safe.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Protocol Buffers: Encoding</a>
 */
final class Fields {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  Fields text(int number, String value) {
    if (!value.isEmpty()) {
      element(number, value);
    }
    return this;
  }

  Fields texts(int number, List<String> values) {
    values.forEach(value -> element(number, value));
    return this;
  }

  private void element(int number, String value) {
    byte[] utf8 = value.getBytes(UTF_8);
    key(number, utf8.length);
    out.writeBytes(utf8);
  }

  Fields flag(int number, boolean value) {
    return number(number, value ? 1 : 0);
  }

  Fields number(int number, long value) {
    if (value != 0) {
      varint((long) number << 3 | WireReader.VARINT);
      varint(value);
    }
    return this;
  }

  /** Whole numbers, packed. */
  Fields numbers(int number, List<Integer> values) {
    if (!values.isEmpty()) {
      message(number, packed -> values.forEach(value -> packed.varint(value)));
    }
    return this;
  }

  Fields message(int number, Consumer<Fields> content) {
    Fields nested = new Fields();
    content.accept(nested);
    key(number, nested.out.size());
    out.writeBytes(nested.out.toByteArray());
    return this;
  }

  /** The tag and length of a field whose bytes follow from elsewhere. */
  Fields key(int number, int length) {
    varint((long) number << 3 | WireReader.LENGTH_DELIMITED);
    varint(length);
    return this;
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  Message message() {
    return Message.of(bytes());
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) (rest | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
