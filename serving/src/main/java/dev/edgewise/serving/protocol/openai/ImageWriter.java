package dev.edgewise.serving.protocol.openai;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.edgewise.sdk.spi.model.GenerateResponse;
import dev.edgewise.sdk.spi.model.Picture;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Writes what a model has drawn. Pure.
 *
 * @param order that it was drawn for
 * @param created when, in seconds since 1970
 */
public record ImageWriter(ImageOrder order, long created) {
  /**
   * The answer in one piece.
   *
   * @param urls of the pictures, in order, when the caller asked for addresses
   */
  public String whole(GenerateResponse drawn, Optional<List<String>> urls) {
    JsonArray data = new JsonArray();
    for (int i = 0; i < drawn.pictures().size(); i++) {
      JsonObject picture = new JsonObject();
      if (urls.isPresent()) {
        picture.addProperty("url", urls.get().get(i));
      } else {
        picture.addProperty("b64_json", base64(drawn.pictures().get(i)));
      }
      // A model that knows only some subjects says what it made of the prompt.
      if (!drawn.subject().isEmpty()) {
        picture.addProperty("revised_prompt", drawn.subject());
      }
      data.add(picture);
    }
    JsonObject json = new JsonObject();
    json.addProperty("created", created);
    json.add("data", data);
    Picture first = drawn.pictures().getFirst();
    json.addProperty("size", first.width() + "x" + first.height());
    json.addProperty("output_format", "png");
    return json.toString();
  }

  /**
   * A look at a picture that is being made, as an event.
   *
   * @param number from 0
   */
  public String partial(Picture picture, int number) {
    JsonObject json = event("image_generation.partial_image", picture);
    json.addProperty("partial_image_index", number);
    return ServerSentEvents.of("image_generation.partial_image", json.toString());
  }

  /** The picture, as the last event of its stream. */
  public Asked<String> completed(GenerateResponse drawn) {
    Optional<ApiError> wrong = order.wrong(drawn);
    if (wrong.isPresent()) {
      return new Asked.Wrong<>(wrong.get());
    }
    JsonObject json = event("image_generation.completed", drawn.pictures().getFirst());
    json.add("usage", noTokens());
    return new Asked.For<>(ServerSentEvents.of("image_generation.completed", json.toString()));
  }

  private JsonObject event(String type, Picture picture) {
    JsonObject json = new JsonObject();
    json.addProperty("type", type);
    json.addProperty("b64_json", base64(picture));
    json.addProperty("created_at", created);
    json.addProperty("size", picture.width() + "x" + picture.height());
    json.addProperty("quality", "auto");
    json.addProperty("background", "opaque");
    json.addProperty("output_format", "png");
    return json;
  }

  /** The event must have it, and these models count none. */
  private static JsonObject noTokens() {
    JsonObject details = new JsonObject();
    details.addProperty("text_tokens", 0);
    details.addProperty("image_tokens", 0);
    JsonObject usage = new JsonObject();
    usage.addProperty("total_tokens", 0);
    usage.addProperty("input_tokens", 0);
    usage.addProperty("output_tokens", 0);
    usage.add("input_tokens_details", details);
    return usage;
  }

  private static String base64(Picture picture) {
    ByteBuffer packed = Base64.getEncoder().encode(picture.png());
    return US_ASCII.decode(packed).toString();
  }
}
