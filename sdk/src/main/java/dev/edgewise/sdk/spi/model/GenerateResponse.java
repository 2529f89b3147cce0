package dev.edgewise.sdk.spi.model;

import java.util.List;

/**
 * Pictures of a text.
 *
 * @param pictures as many as were asked for
 * @param subject what the model made of the prompt, when it knows only some subjects; else empty
 * @param similarity how near the prompt is to that subject, 0 to 1
 * @param steps that were taken
 * @param guidanceScale that was used
 */
public record GenerateResponse(
    List<Picture> pictures, String subject, double similarity, int steps, double guidanceScale) {
  public GenerateResponse {
    pictures = List.copyOf(pictures);
    Checks.count("pictures", pictures, GenerateRequest.MOST_PICTURES);
    Checks.text("subject", subject, Checks.LONGEST_TEXT);
  }
}
