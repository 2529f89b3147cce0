package dev.edgewise.serving.cache.semantic;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * How what was learned is written down: a version, numbers and texts, a CRC32C over all before it.
 * What is not whole cannot be read.
 */
final class Ledger {
  private static final int VERSION = 1;
  private static final int MAX_TEXT = 1_024;

  private Ledger() {}

  /** What was read is not what was written. */
  static final class Broken extends Exception {
    private static final long serialVersionUID = 1;

    Broken(String message) {
      super(message);
    }
  }

  /** Writes one thing after another. */
  static final class Writer {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Writer() {
      number(VERSION);
    }

    Writer number(int value) {
      out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
      return this;
    }

    Writer large(long value) {
      out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
      return this;
    }

    Writer real(double value) {
      return large(Double.doubleToLongBits(value));
    }

    Writer bytes(byte[] value) {
      out.writeBytes(value);
      return this;
    }

    Writer text(String value) {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      return number(bytes.length).bytes(bytes);
    }

    byte[] done() {
      CRC32C sum = new CRC32C();
      sum.update(out.toByteArray());
      return large(sum.getValue()).out.toByteArray();
    }
  }

  /** Reads them in the same order. */
  static final class Reader {
    private final ByteBuffer in;

    Reader(byte[] record) throws Broken {
      if (record.length < Integer.BYTES + Long.BYTES) {
        throw new Broken(record.length + " bytes");
      }
      CRC32C sum = new CRC32C();
      sum.update(record, 0, record.length - Long.BYTES);
      ByteBuffer all = ByteBuffer.wrap(record);
      if (all.getLong(record.length - Long.BYTES) != sum.getValue()) {
        throw new Broken("its sum does not match");
      }
      in = all.limit(record.length - Long.BYTES);
      int version = in.getInt();
      if (version != VERSION) {
        throw new Broken("version " + version);
      }
    }

    int number() {
      return in.getInt();
    }

    long large() {
      return in.getLong();
    }

    double real() {
      return Double.longBitsToDouble(in.getLong());
    }

    byte[] bytes(int length) {
      byte[] value = new byte[length];
      in.get(value);
      return value;
    }

    String text() {
      int length = in.getInt();
      if (length < 0 || length > MAX_TEXT) {
        throw new BufferUnderflowException();
      }
      return new String(bytes(length), StandardCharsets.UTF_8);
    }
  }
}
