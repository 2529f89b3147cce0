package dev.edgewise.samples.vision;

import java.util.Optional;

/**
 * A rectangle in fractions of something's width and height; may reach beyond it.
 *
 * @param left edge, 0 to 1 inside
 * @param top edge
 * @param right edge
 * @param bottom edge
 */
record Region(double left, double top, double right, double bottom) {
  static Region around(double x, double y, double width, double height) {
    return new Region(x - width / 2, y - height / 2, x + width / 2, y + height / 2);
  }

  /** 0 for a region that is turned inside out. */
  double area() {
    return Math.max(0, right - left) * Math.max(0, bottom - top);
  }

  /** What two regions share, as a part of what they cover together: 0 to 1. */
  double intersectionOverUnion(Region other) {
    double shared =
        new Region(
                Math.max(left, other.left),
                Math.max(top, other.top),
                Math.min(right, other.right),
                Math.min(bottom, other.bottom))
            .area();
    double covered = area() + other.area() - shared;
    return covered > 0 ? Math.min(1, shared / covered) : 0;
  }

  /** In whole pixels, cut to the picture; empty when nothing of it lies inside. */
  Optional<Box> toBox(int width, int height) {
    int x = pixel(left, width);
    int y = pixel(top, height);
    int w = pixel(right, width) - x;
    int h = pixel(bottom, height) - y;
    return w < 1 || h < 1 ? Optional.empty() : Optional.of(new Box(x, y, w, h));
  }

  private static int pixel(double fraction, int size) {
    return Math.clamp(Math.round(fraction * size), 0, size);
  }
}
