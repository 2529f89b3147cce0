package dev.edgewise.serving.pipeline;

import java.util.BitSet;

/**
 * After which steps of a picture it is shown: spread evenly, so that with two the first comes after
 * a third of the steps. Never after the last one, which is followed by the picture itself.
 */
public final class PreviewPoints {
  private final BitSet points = new BitSet();

  /**
   * @param previews how many of each picture, 0 or more; with as many as there are steps, one after
   *     each of them but the last
   * @param steps of a picture
   */
  public PreviewPoints(int previews, int steps) {
    for (int i = 1; i <= previews; i++) {
      long point = Math.round((double) i * steps / (previews + 1));
      if (point >= 1 && point < steps) {
        points.set((int) point);
      }
    }
  }

  /** Whether the picture is shown when so many of its steps are done. */
  public boolean after(int step) {
    return points.get(step);
  }

  /** How many of each picture there are. */
  public int count() {
    return points.cardinality();
  }
}
