package dev.edgewise.serving.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class GaussianNoiseTest {
  @Test
  void a_seed_gives_the_numbers_that_python_computes() {
    Golden.json("noise.json")
        .getAsJsonObject()
        .asMap()
        .forEach(
            (seed, golden) -> {
              double[] expected = Golden.doubles(golden.getAsJsonArray());
              float[] noise = new GaussianNoise(Long.parseUnsignedLong(seed)).next(expected.length);
              for (int i = 0; i < noise.length; i++) {
                assertThat(noise[i]).isCloseTo((float) expected[i], within(1e-6f));
              }
            });
  }

  @Test
  void the_bits_are_fixed() {
    // Of this very code: a change here changes every picture of every seed.
    float[] noise = new GaussianNoise(7).next(1 << 12);
    int hash = 1;
    for (float value : noise) {
      hash = 31 * hash + Float.floatToIntBits(value);
    }
    assertThat(hash).isEqualTo(916614501);
  }

  @Test
  void the_numbers_are_normal() {
    float[] noise = new GaussianNoise(1).next(200_000);
    double sum = 0;
    double squares = 0;
    double fourths = 0;
    for (float value : noise) {
      sum += value;
      squares += value * value;
      fourths += Math.pow(value, 4);
    }
    assertThat(sum / noise.length).isCloseTo(0, within(0.01));
    assertThat(squares / noise.length).isCloseTo(1, within(0.02));
    assertThat(fourths / noise.length).isCloseTo(3, within(0.1));
  }
}
