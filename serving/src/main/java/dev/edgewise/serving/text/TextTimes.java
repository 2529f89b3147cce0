package dev.edgewise.serving.text;

import java.time.Duration;

/**
 * What writing a text took here.
 *
 * @param promptTokens of the prompt, and of what other nodes had written
 * @param reusedTokens of these, that were not read again
 * @param written tokens that were written here
 * @param firstToken from the call to the first token that was written here; zero without any
 * @param took from the call to the end
 */
public record TextTimes(
    int promptTokens, int reusedTokens, int written, Duration firstToken, Duration took) {
  /** Tokens a second after the first; 0 with fewer than two. */
  public double tokensPerSecond() {
    long nanos = took.minus(firstToken).toNanos();
    return written < 2 || nanos <= 0 ? 0 : (written - 1) * 1e9 / nanos;
  }
}
