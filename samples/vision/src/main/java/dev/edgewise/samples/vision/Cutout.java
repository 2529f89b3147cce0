package dev.edgewise.samples.vision;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A face cut out of a picture, with a quarter of its size as margin on each side.
 *
 * @param picture its name
 * @param face score and place
 * @param pixels the cut-out
 */
record Cutout(String picture, Face face, BufferedImage pixels) {
  /** With {@link Vision#MAX_TOP_K} portraits even incompressible ones stay below 2 MiB. */
  static final int MAX_SIDE = 160;

  private static final double MARGIN = 0.25;

  static Cutout of(Picture picture, Face face) {
    BufferedImage pixels = picture.pixels();
    Box box = face.box();
    int step = picture.step();
    int left = Math.max(0, (int) ((box.x() - MARGIN * box.w()) / step));
    int top = Math.max(0, (int) ((box.y() - MARGIN * box.h()) / step));
    int right =
        Math.min(pixels.getWidth(), (int) Math.ceil((box.x() + (1 + MARGIN) * box.w()) / step));
    int bottom =
        Math.min(pixels.getHeight(), (int) Math.ceil((box.y() + (1 + MARGIN) * box.h()) / step));
    int width = Math.max(1, right - left);
    int height = Math.max(1, bottom - top);
    double scale = Math.min(1, (double) MAX_SIDE / Math.max(width, height));
    BufferedImage cut =
        new BufferedImage(
            Math.max(1, (int) (width * scale)),
            Math.max(1, (int) (height * scale)),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = cut.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(
        pixels, 0, 0, cut.getWidth(), cut.getHeight(), left, top, left + width, top + height, null);
    graphics.dispose();
    return new Cutout(picture.name(), face, cut);
  }

  Portrait toPortrait() {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    // Not ImageIO.write(…, OutputStream): that goes through a file in the temporary folder.
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(png)) {
      ImageIO.write(pixels, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Portrait(picture, face, png.toByteArray());
  }
}
