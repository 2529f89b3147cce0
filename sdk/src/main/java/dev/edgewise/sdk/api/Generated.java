package dev.edgewise.sdk.api;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What a model made of a prompt.
 *
 * @param images as many as were asked for, at least one
 * @param subject what the model took the prompt for, when it knows only some subjects
 * @param similarity how near the prompt is to that subject, 0 to 1
 * @param steps that were taken
 * @param guidanceScale that was used
 * @param decisionId the id for {@code edgewise explain}
 */
public record Generated(
    List<Image> images,
    Optional<String> subject,
    double similarity,
    int steps,
    double guidanceScale,
    String decisionId) {
  public Generated {
    images = List.copyOf(images);
    requireNonNull(subject, "subject");
    requireNonNull(decisionId, "decisionId");
  }
}
