package dev.edgewise.samples.vision;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Makes one detection of the many that a model gives for each face. The weighted kind: the place is
 * the mean of all that overlap the best one, weighted by score, which wobbles less from frame to
 * frame than the best alone and is what BlazeFace was measured with; the score is the best one's.
 */
final class NonMaximumSuppression {
  /** Detections that share more than this are of one face; BlazeFace's own value. */
  static final double SAME_FACE = 0.3;

  private NonMaximumSuppression() {}

  /**
   * Returns detections of which no two best ones overlap by more than {@link #SAME_FACE}, best
   * first.
   */
  static List<Detection> apply(List<Detection> detections) {
    List<Detection> rest = new ArrayList<>(detections);
    rest.sort(Comparator.comparingDouble(Detection::score).reversed());
    List<Detection> faces = new ArrayList<>();
    while (!rest.isEmpty()) {
      Detection best = rest.getFirst();
      List<Detection> same = new ArrayList<>();
      List<Detection> others = new ArrayList<>();
      for (Detection detection : rest) {
        boolean overlaps = detection.region().intersectionOverUnion(best.region()) > SAME_FACE;
        (overlaps || detection.equals(best) ? same : others).add(detection);
      }
      faces.add(new Detection(best.score(), mean(same)));
      rest = others;
    }
    return faces;
  }

  private static Region mean(List<Detection> same) {
    double weight = 0;
    double left = 0;
    double top = 0;
    double right = 0;
    double bottom = 0;
    for (Detection detection : same) {
      double score = detection.score();
      Region region = detection.region();
      weight += score;
      left += score * region.left();
      top += score * region.top();
      right += score * region.right();
      bottom += score * region.bottom();
    }
    return new Region(left / weight, top / weight, right / weight, bottom / weight);
  }
}
