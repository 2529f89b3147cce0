package dev.edgewise.serving.pipeline;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A picture as numbers in [−1, 1].
 *
 * @param channels 1 for greys, 3 for red, green and blue
 * @param values channel by channel, each row by row
 */
record Raster(int width, int height, int channels, float[] values) {
  private static final int LOBES = 3;

  Raster {
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException("channels: " + channels + " (expected: 1 or 3)");
    }
    if (values.length != width * height * channels) {
      throw new IllegalArgumentException(
          "values: " + values.length + " (expected: " + width * height * channels + ")");
    }
  }

  /**
   * Enlarged with Lanczos' filter of three lobes: sharper than linear, without the steps of nearest
   * neighbour. What it overshoots is clipped when bytes are made.
   */
  Raster enlarged(int toWidth, int toHeight) {
    if (toWidth < width || toHeight < height) {
      throw new IllegalArgumentException(
          "size: " + toWidth + " x " + toHeight + " (expected: not smaller)");
    }
    if (toWidth == width && toHeight == height) {
      return this;
    }
    float[] wide = new float[toWidth * height * channels];
    float[] across = new float[width];
    for (int row = 0; row < height * channels; row++) {
      System.arraycopy(values, row * width, across, 0, width);
      float[] line = resampled(across, toWidth);
      System.arraycopy(line, 0, wide, row * toWidth, toWidth);
    }
    float[] all = new float[toWidth * toHeight * channels];
    float[] down = new float[height];
    for (int channel = 0; channel < channels; channel++) {
      for (int x = 0; x < toWidth; x++) {
        for (int y = 0; y < height; y++) {
          down[y] = wide[(channel * height + y) * toWidth + x];
        }
        float[] line = resampled(down, toHeight);
        for (int y = 0; y < toHeight; y++) {
          all[(channel * toHeight + y) * toWidth + x] = line[y];
        }
      }
    }
    return new Raster(toWidth, toHeight, channels, all);
  }

  private static float[] resampled(float[] from, int length) {
    float[] to = new float[length];
    double scale = (double) from.length / length;
    for (int i = 0; i < length; i++) {
      double centre = (i + 0.5) * scale - 0.5;
      int first = (int) Math.floor(centre) - LOBES + 1;
      double sum = 0;
      double weights = 0;
      for (int j = first; j < first + 2 * LOBES; j++) {
        double weight = lanczos(centre - j);
        // Beyond the border the border's own value goes on.
        sum += weight * from[Math.clamp(j, 0, from.length - 1)];
        weights += weight;
      }
      to[i] = (float) (sum / weights);
    }
    return to;
  }

  private static double lanczos(double x) {
    if (x == 0) {
      return 1;
    }
    if (Math.abs(x) >= LOBES) {
      return 0;
    }
    double angle = Math.PI * x;
    return LOBES * StrictMath.sin(angle) * StrictMath.sin(angle / LOBES) / (angle * angle);
  }

  /** As a PNG file. */
  byte[] png() {
    int kind = channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR;
    BufferedImage image = new BufferedImage(width, height, kind);
    WritableRaster raster = image.getRaster();
    // Written past the colour model: setRGB would bend greys through a gamma.
    byte[] bytes = ((DataBufferByte) raster.getDataBuffer()).getData();
    int pixels = width * height;
    for (int pixel = 0; pixel < pixels; pixel++) {
      for (int channel = 0; channel < channels; channel++) {
        int at = pixel * channels + (channels == 1 ? 0 : 2 - channel);
        bytes[at] = (byte) level(values[channel * pixels + pixel]);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    // A stream of our own: that of ImageIO.write would put a file into the temporary folder.
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(image);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }

  private static int level(float value) {
    return Float.isNaN(value) ? 0 : (int) Math.clamp(Math.rint((value + 1) * 127.5), 0, 255);
  }
}
