package dev.edgewise.lab.serve;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * Writes the model of the race: four layers of 512 × 512 with ReLU, weights from a seed, as an ONNX
 * file. Made when it is needed, because 4 MB of random numbers do not belong into a repository.
 * Field numbers are those of {@code onnx.proto3}.
 */
public final class OnnxMlp {
  /** Of the rows that go in and come out. */
  public static final int WIDTH = 512;

  private static final int LAYERS = 4;
  private static final int FLOAT = 1;
  private static final int VARINT = 0;
  private static final int LENGTH = 2;

  private OnnxMlp() {}

  /** The file, in a direct buffer. */
  public static ByteBuffer file(long seed) {
    Random random = new Random(seed);
    Message graph = new Message();
    String from = "x";
    for (int layer = 0; layer < LAYERS; layer++) {
      String product = "product" + layer;
      String to = layer == LAYERS - 1 ? "y" : "h" + layer;
      graph.message(1, node("MatMul", product, from, "w" + layer));
      graph.message(1, node("Relu", to, product));
      graph.message(5, weights("w" + layer, random));
      from = to;
    }
    graph.text(2, "mlp").message(11, value("x")).message(12, value("y"));
    byte[] model =
        new Message()
            .number(1, 8)
            .message(7, graph)
            .message(8, new Message().text(1, "").number(2, 16))
            .bytes();
    return ByteBuffer.allocateDirect(model.length).put(model).flip();
  }

  private static Message node(String operation, String output, String... inputs) {
    Message node = new Message();
    for (String input : inputs) {
      node.text(1, input);
    }
    return node.text(2, output).text(4, operation);
  }

  private static Message weights(String name, Random random) {
    ByteBuffer raw =
        ByteBuffer.allocate(WIDTH * WIDTH * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    // Keeps the size of activations about constant through ReLU (He et al., 2015).
    double scale = Math.sqrt(2.0 / WIDTH);
    while (raw.hasRemaining()) {
      raw.putFloat((float) (random.nextGaussian() * scale));
    }
    return new Message()
        .number(1, WIDTH)
        .number(1, WIDTH)
        .number(2, FLOAT)
        .text(8, name)
        .bytes(9, raw.array());
  }

  private static Message value(String name) {
    Message shape =
        new Message()
            .message(1, new Message().text(2, "batch"))
            .message(1, new Message().number(1, WIDTH));
    Message tensor = new Message().number(1, FLOAT).message(2, shape);
    return new Message().text(1, name).message(2, new Message().message(1, tensor));
  }

  /** A protobuf message as it is written. */
  private static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message number(int field, long value) {
      varint(((long) field << 3) | VARINT);
      varint(value);
      return this;
    }

    Message bytes(int field, byte[] value) {
      varint(((long) field << 3) | LENGTH);
      varint(value.length);
      out.writeBytes(value);
      return this;
    }

    Message text(int field, String value) {
      return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int field, Message value) {
      return bytes(field, value.bytes());
    }

    byte[] bytes() {
      return out.toByteArray();
    }

    private void varint(long value) {
      long rest = value;
      while ((rest & ~0x7FL) != 0) {
        out.write((int) ((rest & 0x7F) | 0x80));
        rest >>>= 7;
      }
      out.write((int) rest);
    }
  }
}
