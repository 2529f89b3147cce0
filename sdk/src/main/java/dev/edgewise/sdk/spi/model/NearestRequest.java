package dev.edgewise.sdk.spi.model;

import static java.util.Objects.requireNonNull;

/**
 * Asks for the captions that are nearest to a text.
 *
 * @param profile how to serve it
 * @param text 1 to 10,000 chars
 * @param limit how many, 1 to 100
 */
public record NearestRequest(ServingProfile profile, String text, int limit) {
  /** What a caller gets that asks for no number. */
  public static final int DEFAULT_LIMIT = 5;

  /** Most captions that can be asked for. */
  public static final int MOST = 100;

  public NearestRequest {
    requireNonNull(profile, "profile");
    if (text.isBlank()) {
      throw new IllegalArgumentException("text: empty (expected: what to look for)");
    }
    Checks.text("text", text, Checks.LONGEST_TEXT);
    Checks.range("limit", limit, 1, MOST);
  }
}
