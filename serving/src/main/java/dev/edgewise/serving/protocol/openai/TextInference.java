package dev.edgewise.serving.protocol.openai;

import static java.util.Objects.requireNonNull;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import dev.edgewise.sdk.spi.model.CompleteRequest;
import dev.edgewise.sdk.spi.model.TextChunk;
import java.util.Set;

/**
 * Asks for a text by the Open Inference Protocol: {@code POST /v2/models/M/generate} and {@code
 * …/generate_stream}. Here and not with the rest of that protocol, since its parameters are those
 * of OpenAI's.
 *
 * @param model as the caller names it
 * @param version empty for the newest
 * @param request of the model
 * @see <a
 *     href="https://github.com/kserve/open-inference-protocol/blob/main/specification/protocol/generate_rest.yaml">Open
 *     Inference API for text generation</a>
 */
public record TextInference(String model, String version, CompleteRequest request) {
  /** What the protocol says when nobody says how much. */
  public static final int DEFAULT_TOKENS = 20;

  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  public TextInference {
    requireNonNull(model, "model");
    requireNonNull(version, "version");
    requireNonNull(request, "request");
  }

  /** Reads the body of a request. */
  public static Asked<TextInference> read(String model, String version, String json) {
    return Asked.reading(
        () -> {
          if (!version.isEmpty() && !version.equals("1")) {
            throw WrongField.of(
                "version", "texts are written by the newest. Leave the version out of the path.");
          }
          Params params = Params.of(json);
          String text = params.required("text_input");
          TextOrder.checkLength("text_input", text);
          params.harmless(Set.of("id"));
          Params parameters =
              params.object("parameters").orElseGet(() -> Params.of(new JsonObject()));
          params.nothingElse();
          // Which of the two it is, the path says.
          parameters.harmless(Set.of("stream"));
          parameters.notDone("best_of", "1");
          parameters.notDone("details", "false");
          CompleteRequest request = TextOrder.continued(parameters, text, DEFAULT_TOKENS);
          parameters.nothingElse();
          return new TextInference(model, version, request);
        });
  }

  /** The answer in one piece. */
  public String whole(String text) {
    return GSON.toJson(answer(text));
  }

  /** A piece as an event; empty when it says nothing. */
  public String event(TextChunk chunk) {
    boolean last = !chunk.finish().isEmpty();
    if (chunk.text().isEmpty() && !last) {
      return "";
    }
    JsonObject json = answer(chunk.text());
    json.addProperty("done", last);
    return ServerSentEvents.of(GSON.toJson(json));
  }

  /** What ends a stream early, as its last event. */
  public static String failed(String words) {
    JsonObject json = new JsonObject();
    json.addProperty("error", words);
    return ServerSentEvents.of(GSON.toJson(json));
  }

  private JsonObject answer(String text) {
    JsonObject json = new JsonObject();
    json.addProperty("model_name", model);
    if (!version.isEmpty()) {
      json.addProperty("model_version", version);
    }
    json.addProperty("text_output", text);
    return json;
  }
}
