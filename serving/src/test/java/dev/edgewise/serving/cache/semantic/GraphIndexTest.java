package dev.edgewise.serving.cache.semantic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.serving.cache.semantic.guard.LexicalGuards;
import dev.edgewise.serving.cache.semantic.guard.Reading;
import dev.edgewise.serving.cache.store.Key;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class GraphIndexTest {
  private static final int DIMENSIONS = 96;
  private static final double FLOOR = 0.85;
  private static final Reading READING = LexicalGuards.read("q");

  private static Key key(int number) {
    return Key.of(ByteBuffer.allocate(Key.SIZE).putInt(number).array());
  }

  private static Question question(int number) {
    return new Question(key(number), "q", READING, Set.of());
  }

  private static float[] any(Random random) {
    float[] point = new float[DIMENSIONS];
    for (int i = 0; i < DIMENSIONS; i++) {
      point[i] = (float) random.nextGaussian();
    }
    return unit(point);
  }

  private static float[] unit(float[] point) {
    double square = 0;
    for (float number : point) {
      square += number * number;
    }
    for (int i = 0; i < point.length; i++) {
      point[i] /= (float) Math.sqrt(square);
    }
    return point;
  }

  /** A point whose cosine to another is at the floor or a little above. */
  private static float[] near(float[] point, Random random) {
    float[] other = any(random);
    double along = 0;
    for (int i = 0; i < DIMENSIONS; i++) {
      along += point[i] * other[i];
    }
    for (int i = 0; i < DIMENSIONS; i++) {
      other[i] -= (float) (along * point[i]);
    }
    unit(other);
    double cosine = FLOOR + 0.02 * random.nextDouble() + 1e-4;
    float[] near = new float[DIMENSIONS];
    for (int i = 0; i < DIMENSIONS; i++) {
      near[i] = (float) (cosine * point[i] + Math.sqrt(1 - cosine * cosine) * other[i]);
    }
    return near;
  }

  @Test
  void finds_99_of_100_that_lie_at_the_floor() {
    Random random = new Random(1);
    int size = 4_000;
    float[][] points = new float[size][];
    // One look behind all that was put in: one behind each would build four thousand small graphs.
    try (GraphIndex index = new GraphIndex(look -> {})) {
      for (int i = 0; i < size; i++) {
        points[i] = any(random);
        index.put(question(i), points[i]);
      }
      index.refresh();
      assertThat(index.size()).isEqualTo(size);
      int found = 0;
      for (int i = 0; i < 1_000; i++) {
        int wanted = random.nextInt(size);
        found +=
            index.nearest(near(points[wanted], random), FLOOR, 4).stream()
                    .anyMatch(near -> near.question().key().equals(key(wanted)))
                ? 1
                : 0;
      }
      assertThat(found).isGreaterThanOrEqualTo(990);
    }
  }

  @Test
  void what_was_put_in_is_found_after_a_look_in_the_background_and_what_went_never() {
    Random random = new Random(3);
    Deque<Runnable> later = new ArrayDeque<>();
    float[] point = any(random);
    try (GraphIndex index = new GraphIndex(later::add)) {
      index.put(question(1), point);
      index.put(question(2), any(random));
      assertThat(index.nearest(point, 0.999, 1)).isEmpty();
      assertThat(later).as("one look for both").hasSize(1);
      later.remove().run();
      assertThat(index.nearest(point, 0.999, 1)).hasSize(1);
      index.remove(key(1));
      assertThat(later).hasSize(1);
      assertThat(index.nearest(point, 0.999, 1)).isEmpty();
    }
  }

  @Test
  void grows_from_one_to_the_other_without_losing_what_comes_meanwhile() {
    Random random = new Random(2);
    Deque<Runnable> later = new ArrayDeque<>();
    ExactIndex exact = new ExactIndex(new Sketches(DIMENSIONS), DIMENSIONS, FLOOR);
    GrowingIndex index = new GrowingIndex(exact, 100, later::add, () -> new GraphIndex(look -> {}));
    float[][] points = new float[200][];
    for (int i = 0; i < 200; i++) {
      points[i] = any(random);
      index.put(question(i), points[i]);
    }
    assertThat(index.isGraph()).isFalse();
    // Between the beginning and the end of the building, two go and one comes anew.
    index.remove(key(5));
    index.remove(key(150));
    points[7] = any(random);
    index.put(question(7), points[7]);
    assertThat(later).hasSize(1);
    later.remove().run();
    assertThat(index.isGraph()).isTrue();
    assertThat(index.size()).isEqualTo(198);
    for (int i = 0; i < 200; i++) {
      boolean gone = i == 5 || i == 150;
      assertThat(index.nearest(points[i], 0.999, 1)).as("%d", i).hasSize(gone ? 0 : 1);
    }
    index.remove(key(6));
    assertThat(index.nearest(points[6], 0.999, 1)).isEmpty();
  }
}
