package dev.edgewise.serving.protocol.openai;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.edgewise.sdk.spi.model.EmbedRequest;
import dev.edgewise.sdk.spi.model.EmbedResponse;
import dev.edgewise.sdk.spi.model.ServingProfile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Asks for the points of some texts: {@code POST /v1/embeddings}.
 *
 * @param model as the caller names it
 * @param texts in order
 * @param base64 whether points are to be packed: base64 of little-endian 32-bit floats, as the
 *     official clients ask for unless told otherwise
 * @param dimensions that the caller counts on
 */
public record EmbeddingOrder(
    String model, List<String> texts, boolean base64, OptionalInt dimensions) {
  private static final Set<String> HARMLESS = Set.of("user");

  public EmbeddingOrder {
    requireNonNull(model, "model");
    texts = List.copyOf(texts);
    requireNonNull(dimensions, "dimensions");
  }

  /** Reads the body of a request. */
  public static Asked<EmbeddingOrder> read(String json) {
    return Asked.reading(
        () -> {
          Params params = Params.of(json);
          params.harmless(HARMLESS);
          EmbeddingOrder order =
              new EmbeddingOrder(
                  params.required("model"),
                  texts(params),
                  packed(params),
                  params.whole("dimensions", 1, 1 << 16));
          params.nothingElse();
          return order;
        });
  }

  private static boolean packed(Params params) {
    return switch (params.text("encoding_format").orElse("float")) {
      case "float" -> false;
      case "base64" -> true;
      default -> throw WrongField.of("encoding_format", "expected float or base64.");
    };
  }

  private static List<String> texts(Params params) {
    JsonElement input =
        params
            .value("input")
            .orElseThrow(
                () -> WrongField.of("input", "it is missing: a text, or a list of texts."));
    List<String> texts = new ArrayList<>();
    if (input instanceof JsonArray array) {
      if (array.isEmpty() || array.size() > EmbedRequest.MOST_TEXTS) {
        throw WrongField.of("input", "expected 1 to " + EmbedRequest.MOST_TEXTS + " texts.");
      }
      array.forEach(element -> texts.add(text(element)));
    } else {
      texts.add(text(input));
    }
    return texts;
  }

  private static String text(JsonElement element) {
    if (!(element instanceof JsonPrimitive primitive) || !primitive.isString()) {
      throw WrongField.of(
          "input",
          "expected a text, or a list of texts. Numbers of tokens are not taken: they are those of"
              + " another model's tokenizer. Send the text itself.");
    }
    if (primitive.getAsString().isEmpty()) {
      throw WrongField.of("input", "a text is empty. Leave it out of the list.");
    }
    if (primitive.getAsString().length() > EmbedRequest.LONGEST_TEXT) {
      throw WrongField.of(
          "input", "a text has more than " + EmbedRequest.LONGEST_TEXT + " characters.");
    }
    return primitive.getAsString();
  }

  /** The request of the model. */
  public EmbedRequest request() {
    return new EmbedRequest(ServingProfile.DEFAULT, texts);
  }

  /**
   * The answer.
   *
   * @param response with a point for each text
   */
  public Asked<String> answer(EmbedResponse response) {
    return Asked.reading(() -> written(response).toString());
  }

  private JsonObject written(EmbedResponse response) {
    JsonArray data = new JsonArray();
    for (int i = 0; i < response.points().size(); i++) {
      float[] point = response.points().get(i).toFloats();
      if (dimensions.isPresent() && dimensions.getAsInt() != point.length) {
        throw WrongField.of(
            "dimensions",
            "the model's points have " + point.length + ", and cannot be shortened. Leave it out.");
      }
      JsonObject item = new JsonObject();
      item.addProperty("object", "embedding");
      item.addProperty("index", i);
      item.add("embedding", base64 ? new JsonPrimitive(packed(point)) : numbers(point));
      data.add(item);
    }
    JsonObject usage = new JsonObject();
    usage.addProperty("prompt_tokens", response.tokens());
    usage.addProperty("total_tokens", response.tokens());
    JsonObject json = new JsonObject();
    json.addProperty("object", "list");
    json.add("data", data);
    json.addProperty("model", model);
    json.add("usage", usage);
    return json;
  }

  private static String packed(float[] point) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * point.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(point);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private static JsonArray numbers(float[] point) {
    JsonArray numbers = new JsonArray(point.length);
    for (float value : point) {
      // As doubles, whose nearest 32-bit number is the same: clients read doubles.
      numbers.add((double) value);
    }
    return numbers;
  }
}
