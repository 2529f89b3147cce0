package dev.edgewise.sdk.spi.model;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Asks for the points of texts.
 *
 * @param profile how to serve it
 * @param texts 1 to 2,048, each at most 100,000 chars
 */
public record EmbedRequest(ServingProfile profile, List<String> texts) {
  /** Most texts of one request. */
  public static final int MOST_TEXTS = 2_048;

  /** Longest text, in chars. */
  public static final int LONGEST_TEXT = 100_000;

  public EmbedRequest {
    requireNonNull(profile, "profile");
    texts = List.copyOf(texts);
    Checks.range("texts", texts.size(), 1, MOST_TEXTS);
    texts.forEach(text -> Checks.text("texts", text, LONGEST_TEXT));
  }
}
