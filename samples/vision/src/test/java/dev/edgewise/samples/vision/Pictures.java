package dev.edgewise.samples.vision;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** The bundled pictures, and others made of them. */
final class Pictures {
  private Pictures() {}

  static Frame bundled(String name) {
    return new Frame(name, resource("pictures/" + name));
  }

  static byte[] resource(String path) {
    try (InputStream in = Pictures.class.getResourceAsStream(path)) {
      assertThat(in).as(path).isNotNull();
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static BufferedImage image(Frame frame) {
    try {
      return ImageIO.read(new ByteArrayInputStream(frame.encoded()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The picture in another colour model; what it does not cover stays transparent or black. */
  static BufferedImage onto(BufferedImage canvas, BufferedImage image) {
    Graphics2D graphics = canvas.createGraphics();
    graphics.drawImage(image, 0, 0, null);
    graphics.dispose();
    return canvas;
  }

  static Frame encode(String name, BufferedImage image) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      assertThat(ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), out))
          .as(name)
          .isTrue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Frame(name, out.toByteArray());
  }
}
