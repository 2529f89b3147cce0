package dev.edgewise.sdk.spi.model;

import static java.util.Objects.requireNonNull;

/**
 * A picture that is not finished.
 *
 * @param picture as it would be if it ended now
 * @param index which of those that were asked for, from 0
 * @param step how many were taken
 * @param steps of so many
 */
public record Preview(Picture picture, int index, int step, int steps) {
  public Preview {
    requireNonNull(picture, "picture");
    Checks.range("index", index, 0, GenerateRequest.MOST_PICTURES - 1);
    Checks.range("steps", steps, 1, GenerateRequest.MOST_STEPS);
    Checks.range("step", step, 0, steps);
  }
}
