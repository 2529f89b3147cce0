package dev.edgewise.serving.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.model.ElementType;
import dev.edgewise.core.model.Tensor;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The elements of a tensor as JSON: flat, or nested as its shape; not one of them is boxed. */
final class JsonData {
  private static final int MOST_NESTED = 33;

  /** What is allocated before any element has come. */
  private static final int AT_FIRST = 1 << 16;

  private JsonData() {}

  /** Reads the array that comes next; a single value is an array of one. */
  static Tensor read(JsonReader json, String name, Datatype datatype, List<Integer> shape)
      throws IOException {
    int count = Tensors.count(name, datatype.type(), shape);
    if (!datatype.inJson()) {
      throw Refusals.bad(
          "input '"
              + Refusals.shown(name)
              + "': JSON has no way to write "
              + datatype
              + "; send it as binary data");
    }
    Sink sink =
        datatype == Datatype.BYTES ? new Texts(name, count) : new Numbers(name, datatype, count);
    Strictness before = json.getStrictness();
    if (datatype == Datatype.FP32 || datatype == Datatype.FP64) {
      // Python writes NaN and Infinity as such, which are no JSON.
      json.setStrictness(Strictness.LENIENT);
    }
    int depth = 0;
    do {
      JsonToken next = json.peek();
      if (next == JsonToken.BEGIN_ARRAY) {
        json.beginArray();
        if (++depth > MOST_NESTED) {
          throw Refusals.bad("'data' is nested deeper than any shape");
        }
      } else if (next == JsonToken.END_ARRAY) {
        json.endArray();
        depth--;
      } else {
        sink.take(json, next);
      }
    } while (depth > 0);
    json.setStrictness(before);
    return sink.tensor(shape);
  }

  /** Writes the elements as one flat array. */
  static void write(JsonWriter json, Tensor tensor) throws IOException {
    json.beginArray();
    ByteBuffer data = tensor.data();
    switch (tensor.type()) {
      case BYTES -> {
        for (byte[] text : tensor.toTexts()) {
          json.value(utf8(text));
        }
      }
      case BOOL -> {
        while (data.hasRemaining()) {
          json.value(data.get() != 0);
        }
      }
      case FLOAT32 -> {
        while (data.hasRemaining()) {
          json.value(data.getFloat());
        }
      }
      case FLOAT64 -> {
        while (data.hasRemaining()) {
          json.value(data.getDouble());
        }
      }
      case UINT64 -> {
        while (data.hasRemaining()) {
          json.jsonValue(Long.toUnsignedString(data.getLong()));
        }
      }
      default -> {
        while (data.hasRemaining()) {
          json.value(whole(tensor.type(), data));
        }
      }
    }
    json.endArray();
  }

  private static String utf8(byte[] text) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
    } catch (CharacterCodingException e) {
      throw Refusals.bad("an output of BYTES is not UTF-8; ask for it as binary data", e);
    }
  }

  private static long whole(ElementType type, ByteBuffer data) {
    return switch (type) {
      case INT8 -> data.get();
      case UINT8 -> Byte.toUnsignedLong(data.get());
      case INT16 -> data.getShort();
      case UINT16 -> Short.toUnsignedLong(data.getShort());
      case INT32 -> data.getInt();
      case UINT32 -> Integer.toUnsignedLong(data.getInt());
      case INT64 -> data.getLong();
      default ->
          throw Refusals.bad("an output of " + Datatype.of(type) + " can only come as binary data");
    };
  }

  /** Takes elements as they come. */
  private interface Sink {
    void take(JsonReader json, JsonToken next) throws IOException;

    Tensor tensor(List<Integer> shape);
  }

  private static EdgewiseException wrongCount(String name, String has, int count) {
    return Refusals.bad(
        "input '"
            + Refusals.shown(name)
            + "' has "
            + has
            + " elements (expected: "
            + count
            + ", as its shape says)");
  }

  private static final class Texts implements Sink {
    private final String name;
    private final int count;
    private final List<byte[]> texts = new ArrayList<>();

    Texts(String name, int count) {
      this.name = name;
      this.count = count;
    }

    @Override
    public void take(JsonReader json, JsonToken next) throws IOException {
      if (next != JsonToken.STRING) {
        throw Refusals.bad("input '" + Refusals.shown(name) + "': an element is no string");
      }
      if (texts.size() == count) {
        throw wrongCount(name, "more", count);
      }
      texts.add(json.nextString().getBytes(UTF_8));
    }

    @Override
    public Tensor tensor(List<Integer> shape) {
      if (texts.size() != count) {
        throw wrongCount(name, Integer.toString(texts.size()), count);
      }
      return Tensors.ofTexts(name, shape, texts);
    }
  }

  private static final class Numbers implements Sink {
    private final String name;
    private final Datatype datatype;
    private final int count;
    private ByteBuffer data;
    private int taken;

    Numbers(String name, Datatype datatype, int count) {
      this.name = name;
      this.datatype = datatype;
      this.count = count;
      this.data = buffer(Math.min(AT_FIRST, count * datatype.type().bytes()));
    }

    private static ByteBuffer buffer(int bytes) {
      return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    @Override
    public void take(JsonReader json, JsonToken next) throws IOException {
      if (taken == count) {
        throw wrongCount(name, "more", count);
      }
      int size = datatype.type().bytes();
      if (data.remaining() < size) {
        int most = count * size;
        ByteBuffer larger = buffer((int) Math.min(most, 2L * data.capacity()));
        data = larger.put(data.flip());
      }
      taken++;
      if (datatype == Datatype.BOOL) {
        data.put((byte) (bool(json, next) ? 1 : 0));
        return;
      }
      if (next != JsonToken.NUMBER) {
        unspeakable(json, next);
        return;
      }
      switch (datatype) {
        case FP32 -> data.putFloat((float) json.nextDouble());
        case FP64 -> data.putDouble(json.nextDouble());
        case INT8 -> data.put((byte) whole(json, Byte.MIN_VALUE, Byte.MAX_VALUE));
        case UINT8 -> data.put((byte) whole(json, 0, 0xFF));
        case INT16 -> data.putShort((short) whole(json, Short.MIN_VALUE, Short.MAX_VALUE));
        case UINT16 -> data.putShort((short) whole(json, 0, 0xFFFF));
        case INT32 -> data.putInt((int) whole(json, Integer.MIN_VALUE, Integer.MAX_VALUE));
        case UINT32 -> data.putInt((int) whole(json, 0, 0xFFFF_FFFFL));
        case INT64 -> data.putLong(whole(json, Long.MIN_VALUE, Long.MAX_VALUE));
        case UINT64 -> data.putLong(unsigned(json));
        default -> throw new IllegalStateException("no numbers: " + datatype);
      }
    }

    /** What is no number in JSON, and yet one of ours. */
    private void unspeakable(JsonReader json, JsonToken next) throws IOException {
      if (next != JsonToken.STRING || (datatype != Datatype.FP32 && datatype != Datatype.FP64)) {
        throw wrong("a number");
      }
      double value =
          switch (json.nextString()) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw wrong("a number");
          };
      if (datatype == Datatype.FP32) {
        data.putFloat((float) value);
      } else {
        data.putDouble(value);
      }
    }

    private boolean bool(JsonReader json, JsonToken next) throws IOException {
      if (next == JsonToken.BOOLEAN) {
        return json.nextBoolean();
      }
      // KServe's clients send what NumPy prints.
      if (next == JsonToken.NUMBER) {
        return whole(json, 0, 1) == 1;
      }
      throw wrong("true or false");
    }

    private long whole(JsonReader json, long least, long most) throws IOException {
      long value = parsed(json.nextString()).orElseThrow(() -> outOf(least, most));
      if (value < least || value > most) {
        throw outOf(least, most);
      }
      return value;
    }

    private static OptionalLong parsed(String text) {
      try {
        return OptionalLong.of(Long.parseLong(text));
      } catch (NumberFormatException e) {
        try {
          // 1.0 and 1e3 are whole too; a long text is nobody's number.
          return text.length() > 64 ? OptionalLong.empty() : OptionalLong.of(wholeOf(text));
        } catch (ArithmeticException | NumberFormatException no) {
          return OptionalLong.empty();
        }
      }
    }

    private static long wholeOf(String text) {
      BigDecimal number = new BigDecimal(text);
      // Checked before it is written out: 1e999999999 would be a gigabyte.
      if (number.precision() - (long) number.scale() > 20) {
        throw new ArithmeticException("too large");
      }
      return number.longValueExact();
    }

    private long unsigned(JsonReader json) throws IOException {
      try {
        return Long.parseUnsignedLong(json.nextString());
      } catch (NumberFormatException e) {
        throw wrong("a whole number from 0 to 18446744073709551615");
      }
    }

    private EdgewiseException outOf(long least, long most) {
      return wrong("whole numbers from " + least + " to " + most);
    }

    private EdgewiseException wrong(String expected) {
      return Refusals.bad(
          "input '"
              + Refusals.shown(name)
              + "': element "
              + (taken - 1)
              + " is no "
              + datatype
              + " (expected: "
              + expected
              + ")");
    }

    @Override
    public Tensor tensor(List<Integer> shape) {
      if (taken != count) {
        throw wrongCount(name, Integer.toString(taken), count);
      }
      return Tensors.tensor(name, datatype.type(), shape, data.flip());
    }
  }
}
