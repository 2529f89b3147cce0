package dev.edgewise.engines.tflite;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A model's file in memory that native code may read: direct, aligned, with TensorFlow Lite's mark.
 * Whether the FlatBuffer behind the mark is sound is for the native verifier to say. The layout is
 * that of <a href="https://flatbuffers.dev/internals/">FlatBuffers</a> with TensorFlow Lite's
 * {@code schema.fbs}.
 *
 * @param name of the model
 * @param bytes the whole file from position 0, direct, little-endian
 */
record ModelFile(String name, ByteBuffer bytes) {
  /** Offset to the root table, mark, and a table that has at least its own offset. */
  private static final int LEAST_BYTES = 12;

  private static final String MARK = "TFL3";

  /**
   * Weights are read in place by vector instructions; 16 bytes is what the format's own builder
   * aligns buffers to.
   */
  private static final int ALIGNMENT = 16;

  /** Custom operations that the built-in resolver knows. */
  private static final Set<String> KNOWN_CUSTOM =
      Set.of("NumericVerify", "Mfcc", "AudioSpectrogram", "TFLite_Detection_PostProcess");

  /** Checks the mark; copies the file only when native code could not read it where it lies. */
  static ModelFile of(String name, ByteBuffer file) {
    ByteBuffer bytes = file.slice().order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.capacity() < LEAST_BYTES || !MARK.equals(mark(bytes))) {
      throw EdgewiseException.of(
          ErrorCode.BROKEN_MODEL,
          "Model '%s' is no TensorFlow Lite model: its %d bytes lack the mark %s at byte 4. Was the file cut off, or is it of another format?"
              .formatted(name, bytes.capacity(), MARK));
    }
    if (!bytes.isDirect() || bytes.alignmentOffset(0, ALIGNMENT) != 0) {
      ByteBuffer copy =
          ByteBuffer.allocateDirect(bytes.capacity() + ALIGNMENT).alignedSlice(ALIGNMENT);
      copy.put(bytes).flip();
      bytes = copy.slice().order(ByteOrder.LITTLE_ENDIAN);
    }
    return new ModelFile(name, bytes);
  }

  /**
   * Names of the custom operations in the file that nobody here implements: what the native error
   * text is about, but its arguments come as a C {@code va_list}, which Java cannot read. Empty
   * when the file does not let itself be read.
   */
  List<String> unknownOperations() {
    List<String> unknown = new ArrayList<>();
    try {
      int codes = vector(field(follow(0), 1));
      for (int i = 0; i < bytes.getInt(codes); i++) {
        int custom = field(follow(codes + 4 + 4 * i), 1);
        if (custom != 0) {
          String operation = string(follow(custom));
          if (!KNOWN_CUSTOM.contains(operation)) {
            unknown.add(operation);
          }
        }
      }
    } catch (IndexOutOfBoundsException e) {
      return List.of();
    }
    return List.copyOf(unknown);
  }

  private static String mark(ByteBuffer bytes) {
    byte[] mark = new byte[4];
    bytes.get(4, mark);
    return new String(mark, US_ASCII);
  }

  private int follow(int at) {
    return at + bytes.getInt(at);
  }

  /** Where a table's field lies; 0 when it is absent. */
  private int field(int table, int index) {
    int vtable = table - bytes.getInt(table);
    int slot = 4 + 2 * index;
    int offset = slot < bytes.getShort(vtable) ? bytes.getShort(vtable + slot) : 0;
    return offset == 0 ? 0 : table + offset;
  }

  private int vector(int field) {
    if (field == 0) {
      throw new IndexOutOfBoundsException("no operations");
    }
    return follow(field);
  }

  private String string(int at) {
    byte[] utf8 = new byte[Math.min(bytes.getInt(at), 200)];
    bytes.get(at + 4, utf8);
    return new String(utf8, UTF_8);
  }
}
