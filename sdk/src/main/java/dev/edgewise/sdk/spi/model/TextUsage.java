package dev.edgewise.sdk.spi.model;

/**
 * What a generated text took.
 *
 * @param promptTokens that were read
 * @param completionTokens that were made
 * @param reusedTokens of the prompt, that were not computed again
 */
public record TextUsage(int promptTokens, int completionTokens, int reusedTokens) {
  public TextUsage {
    Checks.range("promptTokens", promptTokens, 0, Integer.MAX_VALUE);
    Checks.range("completionTokens", completionTokens, 0, Integer.MAX_VALUE);
    Checks.range("reusedTokens", reusedTokens, 0, promptTokens);
  }
}
