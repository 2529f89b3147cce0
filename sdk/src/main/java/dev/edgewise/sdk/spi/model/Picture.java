package dev.edgewise.sdk.spi.model;

import java.nio.ByteBuffer;

/**
 * One picture.
 *
 * @param png the whole file, from position to limit; read only, nobody writes behind it
 * @param width in pixels
 * @param height in pixels
 * @param seed that gives the same picture again, when the same count is asked for; without sign
 */
public record Picture(ByteBuffer png, int width, int height, long seed) {
  public Picture {
    png = png.asReadOnlyBuffer().slice();
  }

  /** A view of the file with a position of its own. */
  @Override
  public ByteBuffer png() {
    return png.duplicate();
  }
}
