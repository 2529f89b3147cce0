package dev.edgewise.samples.vision;

import static java.util.Objects.requireNonNull;

/**
 * One face.
 *
 * @param score how sure the model is, 0 to 1
 * @param box where it is
 */
public record Face(double score, Box box) {
  /** From this score on it is a face. */
  public static final double LEAST_SCORE = 0.5;

  public Face {
    requireNonNull(box, "box");
    checkScore(score);
  }

  static void checkScore(double score) {
    if (!(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException("score: " + score + " (expected: 0 to 1)");
    }
  }
}
