package dev.edgewise.orchestrator.http;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.spi.model.GenerateRequest;
import dev.edgewise.sdk.spi.model.ServingProfile;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What {@code POST /generate} was asked for: by its JSON, or by the parameters of its address; the
 * address wins. Pure.
 *
 * @param model empty when none was named
 * @param request what to show
 */
record PictureOrder(String model, GenerateRequest request) {
  private static final Set<String> KNOWN =
      new TreeSet<>(
          Set.of("model", "prompt", "steps", "guidance_scale", "seed", "count", "negative_prompt"));

  /**
   * Reads it.
   *
   * @param json the body; blank for none
   * @throws EdgewiseException with {@code BAD_REQUEST}
   */
  static PictureOrder read(String json, Map<String, String> query) {
    JsonObject fields = json.isBlank() ? new JsonObject() : object(json);
    query.forEach((name, value) -> fields.add(name, new JsonPrimitive(value)));
    for (String name : fields.keySet()) {
      if (!KNOWN.contains(name)) {
        throw bad("There is no such parameter as one of these (expected: " + KNOWN + ").", null);
      }
    }
    try {
      return new PictureOrder(
          text(fields, "model"),
          new GenerateRequest(
              ServingProfile.DEFAULT,
              text(fields, "prompt"),
              fields.has("steps")
                  ? OptionalInt.of(number(fields, "steps", BigDecimal::intValueExact))
                  : OptionalInt.empty(),
              fields.has("guidance_scale")
                  ? OptionalDouble.of(number(fields, "guidance_scale", BigDecimal::doubleValue))
                  : OptionalDouble.empty(),
              fields.has("seed")
                  ? OptionalLong.of(number(fields, "seed", BigDecimal::longValueExact))
                  : OptionalLong.empty(),
              fields.has("count") ? number(fields, "count", BigDecimal::intValueExact) : 1,
              text(fields, "negative_prompt")));
    } catch (IllegalArgumentException e) {
      // The records name fields and numbers, and quote no content.
      throw bad(String.valueOf(e.getMessage()), e);
    }
  }

  private static JsonObject object(String json) {
    try {
      JsonReader reader = new JsonReader(new StringReader(json));
      reader.setStrictness(Strictness.STRICT);
      JsonElement element = JsonParser.parseReader(reader);
      if (element.isJsonObject()) {
        return element.getAsJsonObject();
      }
    } catch (JsonParseException e) {
      throw bad("The body is no JSON.", e);
    }
    throw bad("The body is no JSON object (expected: {\"prompt\": \"…\"}).", null);
  }

  private static String text(JsonObject fields, String name) {
    JsonElement value = fields.get(name);
    if (value == null || value.isJsonNull()) {
      return "";
    }
    if (value instanceof JsonPrimitive primitive && primitive.isString()) {
      return primitive.getAsString();
    }
    throw bad(name + " is no text.", null);
  }

  private static <N> N number(JsonObject fields, String name, Function<BigDecimal, N> as) {
    try {
      String text = fields.get(name).getAsString();
      // A long text is nobody's number, and 1e999999999 would be a gigabyte.
      BigDecimal number = new BigDecimal(text.length() > 40 ? "" : text);
      if (Math.abs((long) number.scale()) > 100) {
        throw new ArithmeticException("too many digits");
      }
      return as.apply(number);
    } catch (RuntimeException e) {
      throw bad(name + " is no number as it takes one.", e);
    }
  }

  private static EdgewiseException bad(String words, @Nullable Exception cause) {
    return cause == null
        ? EdgewiseException.of(ErrorCode.BAD_REQUEST, words)
        : EdgewiseException.of(ErrorCode.BAD_REQUEST, words, cause);
  }
}
