package dev.edgewise.engines.tflite;

import com.google.flatbuffers.FlatBufferBuilder;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes models of one operation, {@code x → y}, in the layout of TensorFlow Lite's {@code
 * schema.fbs}.
 */
final class SmallModel {
  static final byte FLOAT32 = 0;
  static final byte STRING = 5;
  private static final int RELU = 19;
  private static final int CUSTOM = 32;

  private SmallModel() {}

  /** y = max(0, x) over tensors of [open, 3]. */
  static ByteBuffer withOpenBatch() {
    return model(RELU, null, FLOAT32, new int[] {-1, 3});
  }

  /** An operation that only its maker has. */
  static ByteBuffer withOperation(String custom) {
    return model(CUSTOM, custom, FLOAT32, new int[] {1, 3});
  }

  /** Tensors of text. */
  static ByteBuffer withText() {
    return model(RELU, null, STRING, new int[] {1, 3});
  }

  private static ByteBuffer model(
      int builtin, @Nullable String custom, byte type, int[] signature) {
    FlatBufferBuilder b = new FlatBufferBuilder();
    int code = operatorCode(b, builtin, custom);
    int codes = tables(b, code);
    int tensors = tables(b, tensor(b, "x", type, signature), tensor(b, "y", type, signature));
    int inputs = ints(b, 0);
    int outputs = ints(b, 1);
    b.startTable(11);
    b.addInt(0, 0, 0);
    b.addOffset(1, inputs, 0);
    b.addOffset(2, outputs, 0);
    int operators = tables(b, b.endTable());
    b.startTable(6);
    b.addOffset(0, tensors, 0);
    b.addOffset(1, inputs, 0);
    b.addOffset(2, outputs, 0);
    b.addOffset(3, operators, 0);
    int subgraphs = tables(b, b.endTable());
    b.startTable(3);
    int buffers = tables(b, b.endTable());
    b.startTable(8);
    b.addInt(0, 3, 0);
    b.addOffset(1, codes, 0);
    b.addOffset(2, subgraphs, 0);
    b.addOffset(4, buffers, 0);
    b.finish(b.endTable(), "TFL3");
    return ByteBuffer.wrap(b.sizedByteArray());
  }

  private static int operatorCode(FlatBufferBuilder b, int builtin, @Nullable String custom) {
    int name = custom == null ? 0 : b.createString(custom);
    b.startTable(4);
    b.addByte(0, (byte) builtin, 0);
    b.addOffset(1, name, 0);
    b.addInt(3, builtin, 0);
    return b.endTable();
  }

  private static int tensor(FlatBufferBuilder b, String tensorName, byte type, int[] signature) {
    int name = b.createString(tensorName);
    int open = ints(b, signature);
    int shape = ints(b, Arrays.stream(signature).map(size -> Math.max(size, 1)).toArray());
    b.startTable(8);
    b.addOffset(0, shape, 0);
    b.addByte(1, type, 0);
    b.addOffset(3, name, 0);
    b.addOffset(7, open, 0);
    return b.endTable();
  }

  private static int ints(FlatBufferBuilder b, int... values) {
    b.startVector(4, values.length, 4);
    for (int i = values.length - 1; i >= 0; i--) {
      b.addInt(values[i]);
    }
    return b.endVector();
  }

  private static int tables(FlatBufferBuilder b, int... offsets) {
    return b.createVectorOfTables(offsets);
  }
}
