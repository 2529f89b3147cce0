package dev.edgewise.samples.vision;

/**
 * How a picture lies in the model's square: scaled so that its longer side fills it, centred, black
 * beside it. Squeezing it instead would change the shape of faces, which is what the models know.
 *
 * @param side of the square, in pixels
 * @param left where the picture begins in the square
 * @param top where the picture begins in the square
 * @param width of the picture in the square, 1 to {@code side}
 * @param height of the picture in the square, 1 to {@code side}
 */
record LetterBox(int side, int left, int top, int width, int height) {
  static LetterBox of(int sourceWidth, int sourceHeight, int side) {
    double scale = (double) side / Math.max(sourceWidth, sourceHeight);
    // Cut and not rounded: the scores that the sample is checked with were measured so.
    int width = Math.clamp((int) (sourceWidth * scale), 1, side);
    int height = Math.clamp((int) (sourceHeight * scale), 1, side);
    return new LetterBox(side, (side - width) / 2, (side - height) / 2, width, height);
  }

  /**
   * Maps a region of the square back to the source.
   *
   * @param inSquare in fractions of the square
   * @return the same in fractions of the source picture; may reach beyond it
   */
  Region toSource(Region inSquare) {
    return new Region(
        (inSquare.left() * side - left) / width,
        (inSquare.top() * side - top) / height,
        (inSquare.right() * side - left) / width,
        (inSquare.bottom() * side - top) / height);
  }
}
