package dev.edgewise.samples.vision;

import dev.edgewise.annotations.Confidence;
import java.util.List;

/**
 * What was found in a picture.
 *
 * @param faces those with a score of 0.5 or more, best first
 * @param score the best score anywhere in the picture, 0 to 1, also when it is no face: it says how
 *     sure the answer is
 */
public record Faces(List<Face> faces, @Confidence double score) {
  public Faces {
    faces = List.copyOf(faces);
    Face.checkScore(score);
  }
}
