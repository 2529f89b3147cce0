package dev.edgewise.sdk.api;

import static java.util.Objects.requireNonNull;

import dev.edgewise.sdk.spi.model.CompleteRequest;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * One thing that a caller says of the text that it wants. Of two that say the same, the later
 * counts; what is not said is as the model has it. Immutable.
 */
public final class TextOption {
  private final String words;
  private final Consumer<TextDraft> change;

  private TextOption(String words, Consumer<TextDraft> change) {
    this.words = words;
    this.change = change;
  }

  /** So many tokens at most, from 1. */
  public static TextOption maxTokens(int tokens) {
    ModelService.checkRange("maxTokens", tokens, 1, CompleteRequest.MOST_TOKENS);
    return new TextOption(
        "maxTokens(" + tokens + ")", draft -> draft.maxTokens = OptionalInt.of(tokens));
  }

  /**
   * How freely a token is chosen, 0 to 2; at 0 it is always the likeliest, and the same prompt
   * gives the same text.
   */
  public static TextOption temperature(double temperature) {
    ModelService.checkRange("temperature", temperature, 0, 2);
    return new TextOption(
        "temperature(" + temperature + ")",
        draft -> draft.temperature = OptionalDouble.of(temperature));
  }

  /** Only the likeliest tokens that have this probability together, more than 0 to 1. */
  public static TextOption topP(double probability) {
    ModelService.checkRange("topP", probability, Double.MIN_VALUE, 1);
    return new TextOption(
        "topP(" + probability + ")", draft -> draft.topP = OptionalDouble.of(probability));
  }

  /** Only so many of the likeliest tokens; 0 is all. */
  public static TextOption topK(int tokens) {
    ModelService.checkRange("topK", tokens, 0, 1_000_000);
    return new TextOption("topK(" + tokens + ")", draft -> draft.topK = tokens);
  }

  /** The same seed gives the same text, on any node. Without it one is drawn. */
  public static TextOption seed(long seed) {
    return new TextOption(
        "seed(" + Long.toUnsignedString(seed) + ")", draft -> draft.seed = OptionalLong.of(seed));
  }

  /** The text ends before the first of these; at most 16, each of 1 to 1,000 characters. */
  public static TextOption stop(String... strings) {
    List<String> all = List.copyOf(Arrays.asList(strings));
    return new TextOption("stop(" + all.size() + " strings)", draft -> draft.stop = all);
  }

  /** Makes a token less likely by how often it has come, −2 to 2. */
  public static TextOption frequencyPenalty(double penalty) {
    ModelService.checkRange("frequencyPenalty", penalty, -2, 2);
    return new TextOption(
        "frequencyPenalty(" + penalty + ")", draft -> draft.frequencyPenalty = penalty);
  }

  /** Makes a token less likely when it has come at all, −2 to 2. */
  public static TextOption presencePenalty(double penalty) {
    ModelService.checkRange("presencePenalty", penalty, -2, 2);
    return new TextOption(
        "presencePenalty(" + penalty + ")", draft -> draft.presencePenalty = penalty);
  }

  void applyTo(TextDraft draft) {
    change.accept(requireNonNull(draft, "draft"));
  }

  /** What it says, without a text of the caller's. */
  @Override
  public String toString() {
    return words;
  }
}
