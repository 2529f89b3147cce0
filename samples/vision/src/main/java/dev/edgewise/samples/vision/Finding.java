package dev.edgewise.samples.vision;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What came of looking at one of many pictures: faces, or the reason why there are none to tell of.
 *
 * @param picture its name
 * @param faces what was found; absent when the picture cannot be read
 * @param problem why it cannot be read; absent when it can
 */
public record Finding(String picture, Optional<Faces> faces, Optional<String> problem) {
  public Finding {
    requireNonNull(picture, "picture");
    if (faces.isPresent() == problem.isPresent()) {
      throw new IllegalArgumentException(
          picture + ": " + faces + ", " + problem + " (expected: one of them)");
    }
  }
}
