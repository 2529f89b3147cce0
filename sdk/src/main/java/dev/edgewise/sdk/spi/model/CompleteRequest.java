package dev.edgewise.sdk.spi.model;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Asks for a text that goes on after another, or that answers a conversation. What is absent is as
 * the model's own defaults say.
 *
 * @param profile how to serve it
 * @param prompt the text that goes on, 1 to 200,000 chars; empty with messages
 * @param messages a conversation, at most 256; empty with a prompt
 * @param maxTokens tokens at most, from 1
 * @param temperature 0 to 2; 0 is greedy
 * @param topP the likeliest tokens that have this probability together, more than 0 to 1
 * @param topK so many of the likeliest tokens; 0 is all
 * @param seed same model, same request, same seed, same text; absent: one is drawn. All 64 bits
 *     count, without sign
 * @param stop the text ends before the first of these; at most 16, each of 1 to 1,000 chars
 * @param frequencyPenalty by how often a token has come, −2 to 2
 * @param presencePenalty for a token that has come at all, −2 to 2
 */
public record CompleteRequest(
    ServingProfile profile,
    String prompt,
    List<ChatMessage> messages,
    OptionalInt maxTokens,
    OptionalDouble temperature,
    OptionalDouble topP,
    int topK,
    OptionalLong seed,
    List<String> stop,
    double frequencyPenalty,
    double presencePenalty) {
  /** Longest prompt, and longest message, in chars. */
  public static final int LONGEST_PROMPT = 200_000;

  /** Most messages of a conversation. */
  public static final int MOST_MESSAGES = 256;

  /** Most tokens that can be asked for. */
  public static final int MOST_TOKENS = 131_072;

  /** Most stop strings. */
  public static final int MOST_STOPS = 16;

  private static final int LONGEST_STOP = 1_000;

  public CompleteRequest {
    requireNonNull(profile, "profile");
    requireNonNull(seed, "seed");
    messages = List.copyOf(messages);
    stop = List.copyOf(stop);
    Checks.text("prompt", prompt, LONGEST_PROMPT);
    Checks.count("messages", messages, MOST_MESSAGES);
    if (prompt.isEmpty() == messages.isEmpty()) {
      throw new IllegalArgumentException("prompt: expected: either a prompt or messages");
    }
    maxTokens.ifPresent(value -> Checks.range("maxTokens", value, 1, MOST_TOKENS));
    temperature.ifPresent(value -> Checks.range("temperature", value, 0, 2));
    topP.ifPresent(value -> Checks.range("topP", value, Double.MIN_VALUE, 1));
    Checks.range("topK", topK, 0, 1_000_000);
    Checks.count("stop", stop, MOST_STOPS);
    for (String text : stop) {
      if (text.isEmpty()) {
        throw new IllegalArgumentException("stop: an empty text (expected: 1 to 1000 chars)");
      }
      Checks.text("stop", text, LONGEST_STOP);
    }
    Checks.range("frequencyPenalty", frequencyPenalty, -2, 2);
    Checks.range("presencePenalty", presencePenalty, -2, 2);
  }

  /** Asks for what comes after a text, as the model's defaults say. */
  public static CompleteRequest of(String prompt) {
    return new CompleteRequest(
        ServingProfile.DEFAULT,
        prompt,
        List.of(),
        OptionalInt.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        0,
        OptionalLong.empty(),
        List.of(),
        0,
        0);
  }

  /** Whether the same request gives the same text again. */
  public boolean isRepeatable() {
    return seed.isPresent() || (temperature.isPresent() && temperature.getAsDouble() == 0);
  }
}
