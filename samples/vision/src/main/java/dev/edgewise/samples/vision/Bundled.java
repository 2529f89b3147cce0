package dev.edgewise.samples.vision;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;

/** The pictures that come with the sample. */
final class Bundled {
  private static final List<String> NAMES =
      List.of("astronaut.png", "chelsea.png", "coffee.png", "rocket.jpg");
  private static final int THUMBNAIL_WIDTH = 160;

  private Bundled() {}

  static List<Frame> frames() {
    return NAMES.stream().map(Bundled::frame).toList();
  }

  private static Frame frame(String name) {
    return new Frame(name, read("pictures/" + name));
  }

  /** A small picture about which the edge is sure: for many calls on a small machine. */
  static Frame thumbnail() {
    try {
      BufferedImage source = ImageIO.read(new ByteArrayInputStream(frame("rocket.jpg").encoded()));
      int height = source.getHeight() * THUMBNAIL_WIDTH / source.getWidth();
      BufferedImage small = new BufferedImage(THUMBNAIL_WIDTH, height, BufferedImage.TYPE_INT_RGB);
      Graphics2D graphics = small.createGraphics();
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      graphics.drawImage(source, 0, 0, THUMBNAIL_WIDTH, height, null);
      graphics.dispose();
      ByteArrayOutputStream encoded = new ByteArrayOutputStream();
      ImageIO.write(small, "jpg", encoded);
      return new Frame("thumbnail.jpg", encoded.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] read(String resource) {
    try (InputStream in = Bundled.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new FileNotFoundException(resource + " is missing from the sample's jar");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
