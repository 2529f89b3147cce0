package dev.edgewise.serving.protocol.openai;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.edgewise.core.Text;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The fields of a request's JSON object. A field that is {@code null} counts as left out, as SDKs
 * send it. Whoever has read all that it knows says so by {@link #nothingElse}. Not thread-safe.
 */
final class Params {

  private final JsonObject fields;
  private final Set<String> read = new LinkedHashSet<>();

  private Params(JsonObject fields) {
    this.fields = fields;
  }

  /** Of a request's body. */
  static Params of(String json) {
    try {
      JsonReader reader = new JsonReader(new StringReader(json));
      reader.setStrictness(Strictness.STRICT);
      JsonElement element = JsonParser.parseReader(reader);
      if (element.isJsonObject() && reader.peek() == JsonToken.END_DOCUMENT) {
        return new Params(element.getAsJsonObject());
      }
    } catch (JsonParseException | IOException | NumberFormatException e) {
      throw WrongField.of(ApiError.invalid("The body is no JSON. Send one object, in UTF-8."));
    }
    throw WrongField.of(ApiError.invalid("The body is no JSON object. Send one."));
  }

  /** Of an object within the request. */
  static Params of(JsonObject object) {
    return new Params(object);
  }

  /** The value, unless it is left out. */
  Optional<JsonElement> value(String name) {
    read.add(name);
    return Optional.ofNullable(fields.get(name)).filter(value -> !value.isJsonNull());
  }

  Optional<String> text(String name) {
    return value(name).map(value -> text(name, value));
  }

  static String text(String name, JsonElement value) {
    if (value instanceof JsonPrimitive primitive && primitive.isString()) {
      return primitive.getAsString();
    }
    throw WrongField.of(name, "expected a string.");
  }

  String required(String name) {
    return text(name)
        .filter(text -> !text.isEmpty())
        .orElseThrow(() -> WrongField.of(name, "it is missing, and the request needs it."));
  }

  boolean flag(String name) {
    return value(name)
        .map(
            value -> {
              if (value instanceof JsonPrimitive primitive && primitive.isBoolean()) {
                return primitive.getAsBoolean();
              }
              throw WrongField.of(name, "expected true or false.");
            })
        .orElse(false);
  }

  OptionalDouble number(String name, double least, double most) {
    Optional<BigDecimal> number = number(name);
    if (number.isEmpty()) {
      return OptionalDouble.empty();
    }
    double value = number.get().doubleValue();
    if (!(value >= least && value <= most)) {
      throw WrongField.of(
          name, "expected a number from " + plain(least) + " to " + plain(most) + ".");
    }
    return OptionalDouble.of(value);
  }

  private static String plain(double bound) {
    return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
  }

  OptionalInt whole(String name, int least, int most) {
    OptionalLong value = whole(name, (long) least, (long) most);
    return value.isEmpty() ? OptionalInt.empty() : OptionalInt.of((int) value.getAsLong());
  }

  OptionalLong whole(String name, long least, long most) {
    Optional<BigDecimal> number = number(name);
    if (number.isEmpty()) {
      return OptionalLong.empty();
    }
    long value;
    try {
      value = number.get().longValueExact();
    } catch (ArithmeticException e) {
      throw WrongField.of(name, "expected a whole number.");
    }
    if (value < least || value > most) {
      throw WrongField.of(name, "expected a whole number from " + least + " to " + most + ".");
    }
    return OptionalLong.of(value);
  }

  private Optional<BigDecimal> number(String name) {
    return value(name)
        .map(
            value -> {
              if (!(value instanceof JsonPrimitive primitive) || !primitive.isNumber()) {
                throw WrongField.of(name, "expected a number.");
              }
              String text = primitive.getAsString();
              // A long text is nobody's number, and 1e999999999 would be a gigabyte.
              try {
                BigDecimal number = new BigDecimal(text.length() > 40 ? "" : text);
                if (Math.abs((long) number.scale()) <= 100) {
                  return number;
                }
              } catch (NumberFormatException e) {
                // Said below.
              }
              throw WrongField.of(name, "the number has too many digits.");
            });
  }

  Optional<JsonArray> list(String name) {
    return value(name)
        .map(
            value -> {
              if (value instanceof JsonArray array) {
                return array;
              }
              throw WrongField.of(name, "expected a list.");
            });
  }

  Optional<Params> object(String name) {
    return value(name)
        .map(
            value -> {
              if (value instanceof JsonObject object) {
                return new Params(object);
              }
              throw WrongField.of(name, "expected an object.");
            });
  }

  /** Fields that change nothing of the answer: whatever they hold, they are left alone. */
  void harmless(Set<String> names) {
    read.addAll(names);
  }

  /**
   * A field that would change the answer, and is not done: only such values pass as ask for
   * nothing.
   *
   * @param nothing values, as JSON writes them, that ask for nothing
   */
  void notDone(String name, String... nothing) {
    Optional<JsonElement> value = value(name);
    if (value.isEmpty()) {
      return;
    }
    String given = value.get().toString();
    for (String allowed : nothing) {
      if (given.equals(allowed)) {
        return;
      }
    }
    throw WrongField.of(
        new ApiError(
            400,
            ApiError.INVALID,
            name
                + ": this is not supported here, and leaving it aside would change the answer. "
                + (nothing.length == 0
                    ? "Leave it out."
                    : "Leave it out, or send " + String.join(" or ", nothing) + "."),
            Optional.of(name),
            Optional.of("unsupported_parameter")));
  }

  /** What else the object has is a mistake, which would be dropped in silence otherwise. */
  void nothingElse() {
    for (String name : fields.keySet()) {
      if (!read.contains(name)) {
        throw WrongField.of(
            new ApiError(
                400,
                ApiError.INVALID,
                "Unknown field: "
                    + Text.line(name, 60)
                    + ". It is refused, since what it asks for would not be done.",
                Optional.of(Text.line(name, 60)),
                Optional.of("unknown_parameter")));
      }
    }
  }
}
