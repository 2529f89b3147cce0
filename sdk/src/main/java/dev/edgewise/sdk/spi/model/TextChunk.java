package dev.edgewise.sdk.spi.model;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Optional;

/**
 * A piece of a generated text.
 *
 * @param text may be empty: a token can be a part of a character, or of what could be a stop string
 * @param tokens that were made since the chunk before; with those of all chunks, a text can go on
 *     elsewhere. Nobody changes them
 * @param finish of the last chunk: {@code stop} or {@code length}; else empty
 * @param usage of the last chunk
 */
public record TextChunk(String text, long[] tokens, String finish, Optional<TextUsage> usage) {
  /** The text was at its end, or at a stop string. */
  public static final String STOP = "stop";

  /** There were as many tokens as there may be. */
  public static final String LENGTH = "length";

  /** Most tokens of one chunk. */
  public static final int MOST_TOKENS = 65_536;

  public TextChunk {
    requireNonNull(text, "text");
    requireNonNull(finish, "finish");
    requireNonNull(usage, "usage");
    Checks.range("tokens", tokens.length, 0, MOST_TOKENS);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TextChunk chunk
        && text.equals(chunk.text)
        && Arrays.equals(tokens, chunk.tokens)
        && finish.equals(chunk.finish)
        && usage.equals(chunk.usage);
  }

  @Override
  public int hashCode() {
    return 31 * text.hashCode() + Arrays.hashCode(tokens);
  }

  @Override
  public String toString() {
    return "TextChunk[" + tokens.length + " tokens, " + text.length() + " chars " + finish + "]";
  }
}
