package dev.edgewise.serving.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

final class RasterTest {
  @Test
  void greys_keep_their_levels_in_the_file() throws IOException {
    float[] values = new float[256];
    for (int level = 0; level < 256; level++) {
      values[level] = level / 127.5f - 1;
    }
    BufferedImage image = read(new Raster(256, 1, 1, values));
    for (int level = 0; level < 256; level++) {
      assertThat(image.getRaster().getSample(level, 0, 0)).isEqualTo(level);
    }
  }

  @Test
  void colours_keep_their_places() throws IOException {
    // Channel by channel: red full, green half, blue none; the second pixel the other way round.
    BufferedImage image = read(new Raster(2, 1, 3, new float[] {1, -1, 0, 0, -1, 1}));
    assertThat(image.getRGB(0, 0)).isEqualTo(0xffff8000);
    assertThat(image.getRGB(1, 0)).isEqualTo(0xff0080ff);
  }

  @Test
  void what_lies_outside_is_clipped() throws IOException {
    BufferedImage image = read(new Raster(2, 1, 1, new float[] {-7, 7}));
    assertThat(image.getRaster().getSample(0, 0, 0)).isZero();
    assertThat(image.getRaster().getSample(1, 0, 0)).isEqualTo(255);
  }

  @Test
  void an_even_picture_stays_even_when_it_is_enlarged() {
    float[] even = new float[28 * 28];
    Arrays.fill(even, 0.3f);
    for (float value : new Raster(28, 28, 1, even).enlarged(256, 256).values()) {
      assertThat(value).isCloseTo(0.3f, within(1e-5f));
    }
  }

  @Test
  void a_ramp_stays_a_ramp_and_its_middle_in_the_middle() {
    float[] ramp = new float[10];
    for (int i = 0; i < 10; i++) {
      ramp[i] = i;
    }
    float[] wide = new Raster(10, 1, 1, ramp).enlarged(40, 1).values();
    assertThat(wide[19] + wide[20]).isCloseTo(9, within(1e-4f));
    for (int i = 12; i < 27; i++) {
      assertThat(wide[i + 1] - wide[i]).isBetween(0.2f, 0.3f);
    }
  }

  @Test
  void its_own_size_changes_nothing() {
    float[] values = {0.1f, -0.4f, 0.9f, 0};
    assertThat(new Raster(2, 2, 1, values).enlarged(2, 2).values()).containsExactly(values);
    assertThatThrownBy(() -> new Raster(2, 2, 1, values).enlarged(1, 2))
        .hasMessageContaining("expected: not smaller");
  }

  private static BufferedImage read(Raster raster) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(raster.png()));
  }
}
