package dev.edgewise.sdk.api;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * A caption that was found.
 *
 * @param text of the caption
 * @param similarity cosine similarity of its meaning with that of the text that was asked for, −1
 *     to 1
 */
public record Caption(String text, double similarity) {
  public Caption {
    requireNonNull(text, "text");
  }

  /** For example {@code 0.87 a cup of coffee}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.2f %s", similarity, text);
  }
}
