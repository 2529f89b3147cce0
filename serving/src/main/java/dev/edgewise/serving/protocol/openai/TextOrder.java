package dev.edgewise.serving.protocol.openai;

import static java.util.Objects.requireNonNull;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import dev.edgewise.sdk.spi.model.ChatMessage;
import dev.edgewise.sdk.spi.model.CompleteRequest;
import dev.edgewise.sdk.spi.model.ServingProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Asks for a text: {@code POST /v1/chat/completions} or {@code /v1/completions}.
 *
 * @param model as the caller names it
 * @param chat whether it was asked for as a chat
 * @param request of the model
 * @param stream whether the answer is to come piece by piece
 * @param usage whether a stream shall end with its counts of tokens
 */
public record TextOrder(
    String model, boolean chat, CompleteRequest request, boolean stream, boolean usage) {
  /** What the older of both ways makes when nobody says how much. */
  public static final int DEFAULT_TOKENS = 16;

  private static final int LONGEST_STOP = 1_000;

  /** They change nothing of what a model here says. */
  private static final Set<String> HARMLESS =
      Set.of(
          "user",
          "store",
          "metadata",
          "service_tier",
          "safety_identifier",
          "prompt_cache_key",
          "prompt_cache_options",
          "prompt_cache_retention",
          "prediction",
          "parallel_tool_calls");

  private static final List<String> NEVER =
      List.of(
          "audio",
          "function_call",
          "functions",
          "moderation",
          "reasoning_effort",
          "suffix",
          "verbosity",
          "web_search_options");

  public TextOrder {
    requireNonNull(model, "model");
    requireNonNull(request, "request");
  }

  /** Reads the body of a request for a chat. */
  public static Asked<TextOrder> chat(String json) {
    return Asked.reading(
        () -> {
          Params params = Params.of(json);
          params.notDone("logprobs", "false");
          params.notDone("tools", "[]");
          params.notDone("tool_choice", "\"none\"", "\"auto\"");
          params.notDone("response_format", "{\"type\":\"text\"}");
          params.notDone("modalities", "[\"text\"]");
          List<ChatMessage> messages = Conversation.read(params);
          OptionalInt newer = params.whole("max_completion_tokens", 1, CompleteRequest.MOST_TOKENS);
          OptionalInt older = params.whole("max_tokens", 1, CompleteRequest.MOST_TOKENS);
          if (newer.isPresent() && older.isPresent() && !newer.equals(older)) {
            throw WrongField.of(
                "max_tokens", "it says something else than max_completion_tokens. Send one.");
          }
          return read(params, true, "", messages, newer.isPresent() ? newer : older);
        });
  }

  /** Reads the body of a request for a text that goes on. */
  public static Asked<TextOrder> completion(String json) {
    return Asked.reading(
        () -> {
          Params params = Params.of(json);
          params.notDone("logprobs");
          params.notDone("echo", "false");
          params.notDone("best_of", "1");
          int most =
              params.whole("max_tokens", 1, CompleteRequest.MOST_TOKENS).orElse(DEFAULT_TOKENS);
          return read(params, false, prompt(params), List.of(), OptionalInt.of(most));
        });
  }

  private static TextOrder read(
      Params params,
      boolean chat,
      String prompt,
      List<ChatMessage> messages,
      OptionalInt maxTokens) {
    params.harmless(HARMLESS);
    NEVER.forEach(name -> params.notDone(name));
    params.notDone("n", "1");
    params.notDone("top_logprobs", "0");
    params.notDone("logit_bias", "{}");
    boolean stream = params.flag("stream");
    TextOrder order =
        new TextOrder(
            params.required("model"),
            chat,
            sampled(params, prompt, messages, maxTokens),
            stream,
            usage(params, stream));
    params.nothingElse();
    return order;
  }

  /**
   * A text that goes on, by the same names for how.
   *
   * @param tokens at most, when the request does not say
   */
  static CompleteRequest continued(Params params, String prompt, int tokens) {
    int most = params.whole("max_tokens", 1, CompleteRequest.MOST_TOKENS).orElse(tokens);
    return sampled(params, prompt, List.of(), OptionalInt.of(most));
  }

  private static CompleteRequest sampled(
      Params params, String prompt, List<ChatMessage> messages, OptionalInt maxTokens) {
    return new CompleteRequest(
        ServingProfile.DEFAULT,
        prompt,
        messages,
        maxTokens,
        params.number("temperature", 0, 2),
        topP(params),
        params.whole("top_k", 0, 1_000_000).orElse(0),
        params.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE),
        stop(params),
        params.number("frequency_penalty", -2, 2).orElse(0),
        params.number("presence_penalty", -2, 2).orElse(0));
  }

  /** Of 0 only the likeliest token is left, which is what the smallest number says too. */
  private static OptionalDouble topP(Params params) {
    OptionalDouble topP = params.number("top_p", 0, 1);
    return topP.isPresent()
        ? OptionalDouble.of(Math.max(Double.MIN_NORMAL, topP.getAsDouble()))
        : topP;
  }

  private static boolean usage(Params params, boolean stream) {
    return params
        .object("stream_options")
        .map(
            options -> {
              if (!stream) {
                throw WrongField.of("stream_options", "it is of streams. Send stream: true too.");
              }
              // It hides how long pieces are from who sees packed traffic; there is none here.
              options.harmless(Set.of("include_obfuscation"));
              boolean include = options.flag("include_usage");
              options.nothingElse();
              return include;
            })
        .orElse(false);
  }

  private static String prompt(Params params) {
    JsonElement prompt =
        params
            .value("prompt")
            .orElseThrow(() -> WrongField.of("prompt", "it is missing: the text that goes on."));
    if (prompt instanceof JsonArray array) {
      if (array.size() != 1) {
        throw WrongField.of("prompt", "one text is continued by a request. Send one each.");
      }
      prompt = array.get(0);
    }
    if (!prompt.isJsonPrimitive() || !prompt.getAsJsonPrimitive().isString()) {
      throw WrongField.of(
          "prompt",
          "expected a text. Numbers of tokens are not taken: they are those of another model's"
              + " tokenizer. Send the text itself.");
    }
    String text = prompt.getAsString();
    if (text.isEmpty()) {
      throw WrongField.of("prompt", "it is empty. Send the text that goes on.");
    }
    checkLength("prompt", text);
    return text;
  }

  static void checkLength(String where, String text) {
    if (text.length() > CompleteRequest.LONGEST_PROMPT) {
      throw WrongField.of(
          new ApiError(
              400,
              ApiError.INVALID,
              where
                  + ": it has "
                  + text.length()
                  + " characters, at most "
                  + CompleteRequest.LONGEST_PROMPT
                  + " are read.",
              Optional.of(where),
              Optional.of("context_length_exceeded")));
    }
  }

  private static List<String> stop(Params params) {
    List<String> stops = new ArrayList<>();
    params
        .value("stop")
        .ifPresent(
            value -> {
              if (value instanceof JsonArray array) {
                array.forEach(element -> stops.add(Params.text("stop", element)));
              } else {
                stops.add(Params.text("stop", value));
              }
            });
    if (stops.size() > CompleteRequest.MOST_STOPS) {
      throw WrongField.of("stop", "expected at most " + CompleteRequest.MOST_STOPS + " texts.");
    }
    for (String stop : stops) {
      if (stop.isEmpty() || stop.length() > LONGEST_STOP) {
        throw WrongField.of("stop", "each text has 1 to " + LONGEST_STOP + " characters.");
      }
    }
    return stops;
  }
}
