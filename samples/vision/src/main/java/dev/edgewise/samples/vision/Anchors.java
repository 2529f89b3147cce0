package dev.edgewise.samples.vision;

import java.util.ArrayList;
import java.util.List;

/**
 * The points to which a model's boxes are relative: centres of the cells of one or more grids laid
 * over its square, in the order in which the model puts out its boxes. All anchors have the size of
 * the square, so that a box is plainly an offset and a size.
 *
 * @param side of the model's square, in pixels
 * @param points row by row; several at one point follow each other
 * @see <a href="https://arxiv.org/abs/1907.05047">BlazeFace: Sub-millisecond Neural Face Detection
 *     on Mobile GPUs</a>
 */
record Anchors(int side, List<Point> points) {
  /**
   * The centre of a cell, in fractions of the square.
   *
   * @param x from the left
   * @param y from the top
   */
  record Point(double x, double y) {}

  Anchors {
    points = List.copyOf(points);
  }

  /**
   * BlazeFace: a grid of 16×16 with 2 anchors a cell, then one of 8×8 with 6: three layers of
   * stride 16 with 2 each.
   */
  static Anchors shortRange() {
    List<Point> points = new ArrayList<>(grid(16, 2));
    points.addAll(grid(8, 6));
    return new Anchors(128, points);
  }

  /** The full-range model: one layer of stride 4, one anchor a cell. */
  static Anchors fullRange() {
    return new Anchors(192, grid(48, 1));
  }

  private static List<Point> grid(int cells, int perCell) {
    List<Point> points = new ArrayList<>(cells * cells * perCell);
    for (int y = 0; y < cells; y++) {
      for (int x = 0; x < cells; x++) {
        for (int i = 0; i < perCell; i++) {
          points.add(new Point((x + 0.5) / cells, (y + 0.5) / cells));
        }
      }
    }
    return points;
  }
}
