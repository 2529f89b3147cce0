package dev.edgewise.samples.vision;

/**
 * A rectangle in pixels of the source picture, wholly inside it.
 *
 * @param x left edge, from 0
 * @param y upper edge, from 0
 * @param w width, at least 1
 * @param h height, at least 1
 */
public record Box(int x, int y, int w, int h) {
  public Box {
    if (x < 0 || y < 0 || w < 1 || h < 1) {
      throw new IllegalArgumentException(
          "box: x %d, y %d, w %d, h %d (expected: x and y from 0, w and h from 1)"
              .formatted(x, y, w, h));
    }
  }
}
