package dev.edgewise.samples.vision;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * A decoded picture. Of a large one only each {@code step}-th pixel and row is kept: the models
 * look at 192 pixels a side at most, and a picture of 40 million pixels would take 160 MB
 * otherwise.
 *
 * @param name for messages
 * @param width in pixels of the source
 * @param height in pixels of the source
 * @param step how many pixels of the source one of {@link #pixels} stands for, across and down,
 *     from 1
 * @param pixels red, green, blue; transparent parts on white
 */
record Picture(String name, int width, int height, int step, BufferedImage pixels) {
  static final int MIN_SIDE = 16;
  static final int MAX_SIDE = 16_384;
  static final int MAX_PIXELS = 40_000_000;

  /** Longer sides than twice this are thinned out while they are read. */
  private static final int ENOUGH = 1024;

  private static final Set<String> FORMATS = Set.of("png", "jpeg");

  /**
   * Decodes a frame; looks at the size in the header before it reads a pixel.
   *
   * @throws UnreadablePicture when it is no PNG or JPEG, is broken, too small or too large
   */
  static Picture decode(Frame frame) throws UnreadablePicture {
    String name = frame.name();
    // In memory: ImageIO's own streams would make a file in the temporary folder.
    try (ImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(frame.encoded()))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw refused(name, "is neither PNG nor JPEG", "Convert it to one of them.");
      }
      ImageReader reader = readers.next();
      try {
        String format = reader.getFormatName().toLowerCase(Locale.ROOT);
        if (!FORMATS.contains(format)) {
          throw refused(name, "is of format " + format, "Convert it to PNG or JPEG.");
        }
        // Metadata is left out: nobody looks at it, and its parts come with sizes of their own.
        reader.setInput(in, true, true);
        return read(name, reader);
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      // The JDK's decoders throw all kinds of exceptions at garbled input.
      UnreadablePicture broken =
          refused(
              name,
              "cannot be decoded (" + e.getMessage() + ")",
              "Save it again as PNG, or as JPEG in RGB or grey.");
      broken.initCause(e);
      throw broken;
    }
  }

  private static Picture read(String name, ImageReader reader)
      throws IOException, UnreadablePicture {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    if (width < MIN_SIDE || height < MIN_SIDE) {
      throw refused(
          name, size(width, height), "Pass one of at least " + size(MIN_SIDE, MIN_SIDE) + ".");
    }
    if (width > MAX_SIDE || height > MAX_SIDE || (long) width * height > MAX_PIXELS) {
      throw refused(
          name,
          size(width, height),
          "Scale it down to at most "
              + MAX_PIXELS / 1_000_000
              + " million pixels in all and "
              + MAX_SIDE
              + " a side.");
    }
    int step = Math.max(1, Math.max(width, height) / ENOUGH);
    ImageReadParam param = reader.getDefaultReadParam();
    param.setSourceSubsampling(step, step, 0, 0);
    BufferedImage decoded = reader.read(0, param);
    if (decoded.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_CMYK) {
      // It can be read, but files differ in which end of the scale is ink, and do not say.
      throw refused(name, "is in CMYK, the colours of printers", "Save it again in RGB or grey.");
    }
    return new Picture(name, width, height, step, toRgb(decoded));
  }

  private static BufferedImage toRgb(BufferedImage decoded) {
    BufferedImage rgb =
        new BufferedImage(decoded.getWidth(), decoded.getHeight(), BufferedImage.TYPE_INT_RGB);
    if (decoded.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY) {
      copyGrey(decoded.getRaster(), decoded.getColorModel().hasAlpha(), rgb);
      return rgb;
    }
    Graphics2D graphics = rgb.createGraphics();
    graphics.drawImage(decoded, 0, 0, Color.WHITE, null);
    graphics.dispose();
    return rgb;
  }

  /**
   * By hand: Java's grey colour space is linear, files' greys are not, and a conversion would
   * brighten the picture.
   */
  private static void copyGrey(Raster grey, boolean hasAlpha, BufferedImage rgb) {
    int max = (1 << grey.getSampleModel().getSampleSize(0)) - 1;
    for (int y = 0; y < grey.getHeight(); y++) {
      for (int x = 0; x < grey.getWidth(); x++) {
        int value = grey.getSample(x, y, 0) * 255 / max;
        if (hasAlpha) {
          int alpha = grey.getSample(x, y, 1) * 255 / max;
          value = 255 - alpha + value * alpha / 255;
        }
        rgb.setRGB(x, y, value << 16 | value << 8 | value);
      }
    }
  }

  private static String size(int width, int height) {
    return width + "×" + height + " pixels";
  }

  private static UnreadablePicture refused(String name, String what, String next) {
    String verb = what.startsWith("is ") || what.startsWith("cannot ") ? " " : " has ";
    return new UnreadablePicture(name, "Picture '" + name + "'" + verb + what + ". " + next);
  }
}
