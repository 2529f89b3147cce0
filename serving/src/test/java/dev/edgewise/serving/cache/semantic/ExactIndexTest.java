package dev.edgewise.serving.cache.semantic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.serving.cache.semantic.guard.LexicalGuards;
import dev.edgewise.serving.cache.store.Key;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class ExactIndexTest {
  private static final int DIMENSIONS = 64;
  private static final Sketches SKETCHES = new Sketches(DIMENSIONS);

  private static Key key(int number) {
    return Key.of(ByteBuffer.allocate(Key.SIZE).putInt(number).array());
  }

  private static Question question(int number) {
    return new Question(key(number), "q", LexicalGuards.read("q"), Set.of());
  }

  /** A point near one of a few centres, or one far from all. */
  private static float[] point(Random random, float[][] centres) {
    float[] centre = centres[random.nextInt(centres.length)];
    double spread = random.nextDouble() * 0.25;
    float[] point = new float[DIMENSIONS];
    double square = 0;
    for (int i = 0; i < DIMENSIONS; i++) {
      point[i] = (float) (centre[i] + spread * random.nextGaussian());
      square += point[i] * point[i];
    }
    for (int i = 0; i < DIMENSIONS; i++) {
      point[i] /= (float) Math.sqrt(square);
    }
    return point;
  }

  private static float[][] centres(Random random) {
    float[][] centres = new float[10][DIMENSIONS];
    for (float[] centre : centres) {
      for (int i = 0; i < DIMENSIONS; i++) {
        centre[i] = (float) (random.nextGaussian() / Math.sqrt(DIMENSIONS));
      }
    }
    return centres;
  }

  @Property(tries = 60)
  void finds_what_a_scan_of_everything_finds(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 95) int percent) {
    Random random = new Random(seed);
    double floor = percent / 100.0;
    ExactIndex index = new ExactIndex(SKETCHES, DIMENSIONS, floor);
    Map<Key, float[]> all = new HashMap<>();
    float[][] centres = centres(random);
    for (int i = 0; i < 600; i++) {
      int number = random.nextInt(400);
      if (random.nextInt(4) == 0) {
        index.remove(key(number));
        all.remove(key(number));
      } else {
        float[] point = point(random, centres);
        index.put(question(number), point);
        all.put(key(number), point);
      }
    }
    assertThat(index.size()).isEqualTo(all.size());
    for (int i = 0; i < 20; i++) {
      float[] asked = point(random, centres);
      double least = floor + random.nextDouble() * (1 - floor) * 0.2;
      List<Double> expected = new ArrayList<>();
      all.values().forEach(point -> expected.add(cosine(point, asked)));
      expected.removeIf(cosine -> cosine < least);
      expected.sort(Comparator.reverseOrder());
      List<Double> found =
          index.nearest(asked, least, 4).stream().map(PointIndex.Near::similarity).toList();
      int most = Math.min(4, expected.size());
      // A cosine that lies on the bound but for rounding may be on either side.
      assertThat(found.size()).isBetween(most - 1, most + 1);
      for (int j = 0; j < Math.min(most, found.size()); j++) {
        assertThat(found.get(j))
            .isCloseTo(expected.get(j), org.assertj.core.data.Offset.offset(1e-5));
      }
    }
  }

  private static double cosine(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
