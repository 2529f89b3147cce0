package dev.edgewise.serving.protocol.openai;

import static java.util.Objects.requireNonNull;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.edgewise.sdk.spi.model.TextChunk;
import dev.edgewise.sdk.spi.model.TextUsage;
import java.util.Optional;

/**
 * Writes what a model says, in one piece or piece by piece. Pure.
 *
 * @param order that it answers
 * @param id of the answer, the same in all of its pieces
 * @param created when it was begun, in seconds since 1970
 */
public record TextWriter(TextOrder order, String id, long created) {
  private static final Gson GSON =
      new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

  public TextWriter {
    requireNonNull(order, "order");
    requireNonNull(id, "id");
  }

  /**
   * What a stream begins with, before anything was said: of a chat, who speaks; else nothing, and
   * then there is nothing to send.
   */
  public String begin() {
    if (!order.chat()) {
      return "";
    }
    JsonObject delta = new JsonObject();
    delta.addProperty("role", "assistant");
    delta.addProperty("content", "");
    return ServerSentEvents.of(piece(delta, "", ""));
  }

  /**
   * A piece as events, in the order in which they are sent; empty for one that says nothing. After
   * the last one nothing follows.
   */
  public String piece(TextChunk chunk) {
    StringBuilder events = new StringBuilder();
    boolean last = !chunk.finish().isEmpty();
    if (!chunk.text().isEmpty() && (order.chat() || !last)) {
      events.append(ServerSentEvents.of(said(chunk.text())));
    }
    if (last) {
      events.append(
          ServerSentEvents.of(
              order.chat()
                  ? piece(new JsonObject(), "", chunk.finish())
                  : piece(new JsonObject(), chunk.text(), chunk.finish())));
      if (order.usage()) {
        JsonObject json = head(order.chat() ? "chat.completion.chunk" : "text_completion");
        json.add("choices", new JsonArray());
        json.add("usage", usage(chunk.usage()));
        events.append(ServerSentEvents.of(GSON.toJson(json)));
      }
      events.append(ServerSentEvents.DONE);
    }
    return events.toString();
  }

  private String said(String text) {
    JsonObject delta = new JsonObject();
    delta.addProperty("content", text);
    return piece(delta, text, "");
  }

  private String piece(JsonObject delta, String text, String finish) {
    JsonObject json = head(order.chat() ? "chat.completion.chunk" : "text_completion");
    JsonObject choice = new JsonObject();
    choice.addProperty("index", 0);
    if (order.chat()) {
      choice.add("delta", delta);
    } else {
      choice.addProperty("text", text);
    }
    json.add("choices", ended(choice, finish));
    if (order.usage()) {
      json.add("usage", JsonNull.INSTANCE);
    }
    return GSON.toJson(json);
  }

  /**
   * The whole answer.
   *
   * @param text all that was said
   * @param last the last piece, with why it ends and what it took
   */
  public String whole(String text, TextChunk last) {
    JsonObject json = head(order.chat() ? "chat.completion" : "text_completion");
    JsonObject choice = new JsonObject();
    choice.addProperty("index", 0);
    if (order.chat()) {
      JsonObject message = new JsonObject();
      message.addProperty("role", "assistant");
      message.addProperty("content", text);
      message.add("refusal", JsonNull.INSTANCE);
      choice.add("message", message);
    } else {
      choice.addProperty("text", text);
    }
    json.add("choices", ended(choice, last.finish()));
    json.add("usage", usage(last.usage()));
    return GSON.toJson(json);
  }

  private JsonObject head(String object) {
    JsonObject json = new JsonObject();
    json.addProperty("id", id);
    json.addProperty("object", object);
    json.addProperty("created", created);
    json.addProperty("model", order.model());
    return json;
  }

  private static JsonArray ended(JsonObject choice, String finish) {
    choice.add("logprobs", JsonNull.INSTANCE);
    choice.addProperty("finish_reason", finish.isEmpty() ? null : finish);
    JsonArray choices = new JsonArray();
    choices.add(choice);
    return choices;
  }

  private static JsonObject usage(Optional<TextUsage> counted) {
    TextUsage usage = counted.orElse(new TextUsage(0, 0, 0));
    JsonObject reused = new JsonObject();
    reused.addProperty("cached_tokens", usage.reusedTokens());
    JsonObject json = new JsonObject();
    json.addProperty("prompt_tokens", usage.promptTokens());
    json.addProperty("completion_tokens", usage.completionTokens());
    json.addProperty("total_tokens", (long) usage.promptTokens() + usage.completionTokens());
    json.add("prompt_tokens_details", reused);
    return json;
  }
}
