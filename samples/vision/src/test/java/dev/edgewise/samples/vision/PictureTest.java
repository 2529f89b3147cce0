package dev.edgewise.samples.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferInt;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;

final class PictureTest {
  @Test
  void a_picture_keeps_its_size_and_colours() throws UnreadablePicture {
    BufferedImage red = new BufferedImage(40, 20, BufferedImage.TYPE_INT_RGB);
    Arrays.fill(((DataBufferInt) red.getRaster().getDataBuffer()).getData(), 0xC81E0A);

    Picture picture = Picture.decode(Pictures.encode("red.png", red));

    assertThat(picture.width()).isEqualTo(40);
    assertThat(picture.height()).isEqualTo(20);
    assertThat(picture.step()).isEqualTo(1);
    assertThat(picture.pixels().getRGB(7, 7) & 0xFFFFFF).isEqualTo(0xC81E0A);
  }

  @Test
  void greys_stay_as_dark_as_they_are() throws UnreadablePicture {
    for (int type : new int[] {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY}) {
      BufferedImage grey = new BufferedImage(20, 20, type);
      int full = type == BufferedImage.TYPE_BYTE_GRAY ? 255 : 65_535;
      for (int i = 0; i < 400; i++) {
        grey.getRaster().setSample(i % 20, i / 20, 0, full * 60 / 255);
      }
      Picture picture = Picture.decode(Pictures.encode("grey.png", grey));

      assertThat(picture.pixels().getRGB(3, 3) & 0xFFFFFF).as("type " + type).isEqualTo(0x3C3C3C);
    }
  }

  @Test
  void greys_with_transparency_stay_as_dark_as_they_are() throws UnreadablePicture {
    ColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            true,
            false,
            Transparency.TRANSLUCENT,
            DataBuffer.TYPE_BYTE);
    WritableRaster raster = model.createCompatibleWritableRaster(20, 20);
    for (int i = 0; i < 400; i++) {
      raster.setPixel(i % 20, i / 20, new int[] {60, i % 20 < 10 ? 255 : 0});
    }
    Picture picture =
        Picture.decode(Pictures.encode("grey.png", new BufferedImage(model, raster, false, null)));

    assertThat(picture.pixels().getRGB(3, 3) & 0xFFFFFF).isEqualTo(0x3C3C3C);
    assertThat(picture.pixels().getRGB(13, 3) & 0xFFFFFF).isEqualTo(0xFFFFFF);
  }

  @Test
  void a_jpeg_in_printers_colours_is_refused() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    writer.setOutput(new MemoryCacheImageOutputStream(out));
    writer.write(
        new IIOImage(
            Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 32, 32, 4, null), null, null));
    ((MemoryCacheImageOutputStream) writer.getOutput()).close();
    writer.dispose();

    assertRefused(new Frame("cmyk.jpg", out.toByteArray()), "is in CMYK, the colours of printers");
  }

  @Test
  void transparent_parts_lie_on_white() throws UnreadablePicture {
    Picture picture =
        Picture.decode(
            Pictures.encode("clear.png", new BufferedImage(20, 20, BufferedImage.TYPE_INT_ARGB)));

    assertThat(picture.pixels().getRGB(3, 3) & 0xFFFFFF).isEqualTo(0xFFFFFF);
  }

  @Test
  void a_picture_of_one_pixel_is_refused() {
    Frame frame = Pictures.encode("dot.png", new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB));

    assertRefused(frame, "Picture 'dot.png' has 1×1 pixels. Pass one of at least 16×16 pixels.");
  }

  @Test
  void an_empty_or_oversized_file_is_refused_before_it_is_sent() {
    assertThatThrownBy(() -> new Frame("none.png", new byte[0]))
        .hasMessageContaining("'none.png' is empty");
    assertThatThrownBy(() -> new Frame("big.png", new byte[Frame.MAX_BYTES + 1]))
        .hasMessageContaining("Scale it down");
    assertThatThrownBy(() -> new Frame(" ", new byte[1])).hasMessageContaining("name");
  }

  @Test
  void what_is_no_picture_is_refused() {
    assertRefused(
        new Frame("notes.txt", "hello".getBytes(StandardCharsets.UTF_8)),
        "'notes.txt' is neither PNG nor JPEG");
    assertRefused(
        Pictures.encode("old.gif", new BufferedImage(20, 20, BufferedImage.TYPE_INT_RGB)),
        "is of format gif");
  }

  @Test
  void a_bomb_is_refused_by_its_header() {
    assertRefused(png(30_000, 30_000), "has 30000×30000 pixels. Scale it down");
    assertRefused(png(16_385, 16), "has 16385×16 pixels");
    assertRefused(png(8_000, 8_000), "has 8000×8000 pixels");
  }

  @Test
  void a_cut_off_png_is_refused() {
    byte[] whole = Pictures.bundled("chelsea.png").encoded();
    Random random = new Random(6);
    for (int i = 0; i < 20; i++) {
      Frame frame =
          new Frame("cut.png", Arrays.copyOf(whole, 1 + random.nextInt(whole.length - 1000)));
      assertThatThrownBy(() -> Picture.decode(frame))
          .isInstanceOf(UnreadablePicture.class)
          .hasMessageContaining("'cut.png'");
    }
  }

  @Test
  void a_garbled_file_is_decoded_or_refused_but_never_anything_else() throws UnreadablePicture {
    Random random = new Random(7);
    for (String name : new String[] {"rocket.jpg", "chelsea.png"}) {
      byte[] whole = Pictures.bundled(name).encoded();
      for (int i = 0; i < 60; i++) {
        byte[] garbled = whole.clone();
        for (int j = 1 + random.nextInt(6); j > 0; j--) {
          garbled[random.nextInt(random.nextBoolean() ? 600 : garbled.length)] =
              (byte) random.nextInt();
        }
        try {
          assertThat(Picture.decode(new Frame(name, garbled)).width()).isPositive();
        } catch (UnreadablePicture refused) {
          assertThat(refused).hasMessageContaining(name);
        }
      }
    }
  }

  private static void assertRefused(Frame frame, String message) {
    assertThatThrownBy(() -> Picture.decode(frame))
        .isInstanceOf(UnreadablePicture.class)
        .hasMessageContaining(message);
  }

  /** A file that says it is a picture of that size, and has no more than the header. */
  private static Frame png(int width, int height) {
    ByteBuffer png = ByteBuffer.allocate(33);
    png.putLong(0x89504E470D0A1A0AL).putInt(13).putInt(0x49484452).putInt(width).putInt(height);
    png.put(new byte[] {8, 2, 0, 0, 0});
    CRC32 crc = new CRC32();
    crc.update(png.array(), 12, 17);
    return new Frame("bomb.png", png.putInt((int) crc.getValue()).array());
  }
}
