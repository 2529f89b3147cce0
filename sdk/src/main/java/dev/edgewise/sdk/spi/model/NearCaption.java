package dev.edgewise.sdk.spi.model;

/**
 * A caption, and how near it is to what was asked.
 *
 * @param text of the caption
 * @param similarity cosine similarity, −1 to 1
 */
public record NearCaption(String text, double similarity) {
  public NearCaption {
    Checks.text("text", text, Checks.LONGEST_TEXT);
  }
}
