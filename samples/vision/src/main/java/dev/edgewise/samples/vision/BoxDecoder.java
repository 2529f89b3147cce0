package dev.edgewise.samples.vision;

import java.util.ArrayList;
import java.util.List;

/**
 * Turns a model's numbers into detections. For each anchor there are 16: offset of the box's centre
 * and its size, in pixels of the square, then six points of the face, which are not used here; and
 * one score before the logistic function.
 */
final class BoxDecoder {
  static final int NUMBERS_A_BOX = 16;

  /**
   * The logistic function is flat beyond, and {@code exp} would overflow; the models' own pipeline
   * clips at the same value.
   */
  private static final double CLIP = 100;

  private BoxDecoder() {}

  /**
   * Returns the detections with a score of {@code leastScore} or more, in the order of the anchors.
   *
   * @param boxes 16 numbers an anchor
   * @param logits one number an anchor
   */
  static List<Detection> decode(float[] boxes, float[] logits, Anchors anchors, double leastScore) {
    checkLength("boxes", boxes.length, anchors.points().size() * NUMBERS_A_BOX);
    checkLength("logits", logits.length, anchors.points().size());
    List<Detection> detections = new ArrayList<>();
    for (int i = 0; i < logits.length; i++) {
      double score = score(logits[i]);
      if (score >= leastScore) {
        Anchors.Point anchor = anchors.points().get(i);
        int at = i * NUMBERS_A_BOX;
        double side = anchors.side();
        detections.add(
            new Detection(
                score,
                Region.around(
                    anchor.x() + boxes[at] / side,
                    anchor.y() + boxes[at + 1] / side,
                    boxes[at + 2] / side,
                    boxes[at + 3] / side)));
      }
    }
    return detections;
  }

  /** Returns the best score of all, 0 when there is none. */
  static double best(float[] logits) {
    double best = 0;
    for (float logit : logits) {
      best = Math.max(best, score(logit));
    }
    return best;
  }

  /** The logistic function; what is no number is no face. */
  static double score(float logit) {
    return Float.isNaN(logit) ? 0 : 1 / (1 + Math.exp(-Math.clamp(logit, -CLIP, CLIP)));
  }

  private static void checkLength(String what, int given, int expected) {
    if (given != expected) {
      throw new IllegalArgumentException(
          what + ": " + given + " numbers (expected: " + expected + ")");
    }
  }
}
