package dev.edgewise.sdk.invoke;

import dev.edgewise.core.rules.Fact;
import dev.edgewise.core.rules.Facts.FactMissing;
import dev.edgewise.core.rules.FieldShape;
import dev.edgewise.core.rules.FieldType;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an encoded message that rules ask for, read in one pass when the first is asked
 * for; everything else is passed over. Used by one thread at a time.
 */
final class MessageFields {
  private final Message message;
  private final Map<String, FieldShape> shapes = new HashMap<>();
  private final Level top = new Level();
  private @Nullable Map<FieldShape, Object> values;
  private String unreadable = "";

  /** The wanted fields of one message, by number. */
  private static final class Level {
    private final Map<Integer, FieldShape> fields = new TreeMap<>();
    private final Map<Integer, Level> below = new TreeMap<>();
  }

  MessageFields(Message message, List<FieldShape> wanted) {
    this.message = message;
    for (FieldShape shape : wanted) {
      shapes.put(shape.path(), shape);
      Level level = top;
      List<Integer> numbers = shape.numbers();
      for (int number : numbers.subList(0, numbers.size() - 1)) {
        level = level.below.computeIfAbsent(number, unused -> new Level());
      }
      level.fields.put(numbers.get(numbers.size() - 1), shape);
    }
  }

  /** The value of a field; of one that is not in the message its default. */
  Object value(String path) {
    FieldShape shape = shapes.get(path);
    if (shape == null) {
      throw new FactMissing("there is no field " + path);
    }
    Map<FieldShape, Object> read = values();
    if (!unreadable.isEmpty()) {
      throw new FactMissing(unreadable);
    }
    Object value = read.getOrDefault(shape, shape.type().kind().none());
    if (value instanceof String text && text.length() > Fact.MAX_TEXT) {
      throw new FactMissing(path + " has more than " + Fact.MAX_TEXT + " characters");
    }
    return value;
  }

  private Map<FieldShape, Object> values() {
    if (values == null) {
      values = new HashMap<>();
      Map<FieldShape, Object> into = values;
      try {
        WireReader.read(
            message,
            in -> {
              read(in, top, into);
              return into;
            });
      } catch (MalformedMessage e) {
        unreadable = "the message cannot be read: " + e.getMessage();
      }
    }
    return values;
  }

  private static void read(WireReader in, Level level, Map<FieldShape, Object> into) {
    for (int tag = in.tag(); tag != 0; tag = in.tag()) {
      Level below = level.below.get(tag >>> 3);
      FieldShape shape = level.fields.get(tag >>> 3);
      if (shape != null && shape.type() == FieldType.COUNT) {
        into.merge(shape, 1L, (was, one) -> (Long) was + (Long) one);
        in.skip(tag);
      } else if (shape != null && (tag & 7) == wireType(shape.type())) {
        into.put(shape, value(in, shape.type()));
      } else if (below != null && (tag & 7) == WireReader.LENGTH_DELIMITED) {
        read(in.nested(), below, into);
      } else {
        in.skip(tag);
      }
    }
  }

  private static int wireType(FieldType type) {
    return switch (type) {
      case BOOL, VARINT, ZIGZAG -> WireReader.VARINT;
      case FIXED32, FLOAT -> WireReader.FIXED32;
      case FIXED64, DOUBLE -> WireReader.FIXED64;
      case TEXT, COUNT -> WireReader.LENGTH_DELIMITED;
    };
  }

  private static Object value(WireReader in, FieldType type) {
    return switch (type) {
      case BOOL -> in.bool();
      case VARINT -> in.int64();
      case ZIGZAG -> zigzag(in.varint());
      case FIXED32 -> (long) Float.floatToRawIntBits(in.float32());
      case FIXED64 -> Double.doubleToRawLongBits(in.float64());
      case FLOAT -> (double) in.float32();
      case DOUBLE -> in.float64();
      case TEXT -> in.string();
      case COUNT -> throw new IllegalStateException("is counted, not read");
    };
  }

  private static long zigzag(long value) {
    return (value >>> 1) ^ -(value & 1);
  }
}
