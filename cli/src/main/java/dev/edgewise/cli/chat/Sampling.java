package dev.edgewise.cli.chat;

import com.google.gson.JsonObject;
import dev.edgewise.cli.shell.Problem;
import dev.edgewise.core.ErrorCode;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How the tokens of a text are chosen, as options. */
final class Sampling {
  private static final int MOST_TOKENS = 131_072;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      description = "Tokens of an answer at most (default: ${DEFAULT-VALUE}).")
  private int maxTokens = 256;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      description = "0 to 2; 0 always takes the likeliest token (default: the model's).")
  private Optional<Double> temperature = Optional.empty();

  @Option(
      names = "--top-p",
      paramLabel = "P",
      description = "Only the likeliest tokens that have this probability together, up to 1.")
  private Optional<Double> topP = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Same model, same request, same seed, same text (default: one is drawn).")
  private Optional<Long> seed = Optional.empty();

  /** Says what is out of range, before anybody is asked. */
  void check() {
    require("--max-tokens", maxTokens >= 1 && maxTokens <= MOST_TOKENS, "1 to " + MOST_TOKENS);
    temperature.ifPresent(value -> require("--temperature", value >= 0 && value <= 2, "0 to 2"));
    topP.ifPresent(value -> require("--top-p", value > 0 && value <= 1, "more than 0, up to 1"));
  }

  private static void require(String option, boolean holds, String range) {
    if (!holds) {
      throw new Problem(
              ErrorCode.BAD_USAGE,
              option + " is out of range",
              "expected: " + range,
              "'edgewise chat --help' shows what it takes")
          .failure();
    }
  }

  /** Puts what was given into an {@code edgewise.v1.CompleteRequest}. */
  void into(JsonObject request) {
    request.addProperty("maxTokens", maxTokens);
    temperature.ifPresent(value -> request.addProperty("temperature", value));
    topP.ifPresent(value -> request.addProperty("topP", value));
    seed.ifPresent(value -> request.addProperty("seed", Long.toUnsignedString(value)));
  }
}
