package dev.edgewise.core.training;

import static java.util.Objects.requireNonNull;

/**
 * What a rank has written.
 *
 * @param number counts the lines of a job from 1
 * @param text at most {@value #MOST_CHARS} characters
 */
public record LogLine(long number, int attempt, int rank, String text) {
  /** Longer lines are cut. */
  public static final int MOST_CHARS = 1_000;

  public LogLine {
    requireNonNull(text, "text");
  }
}
