package dev.edgewise.serving.cache.semantic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.serving.cache.store.Key;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class FitTest {
  private static final double FLOOR = 0.8;

  @Test
  void finds_where_answers_turn_right() {
    Random random = new Random(1);
    float[] similarities = new float[2_000];
    boolean[] rights = new boolean[similarities.length];
    for (int i = 0; i < similarities.length; i++) {
      similarities[i] = (float) (FLOOR + 0.2 * random.nextDouble());
      rights[i] = random.nextDouble() < 1 / (1 + Math.exp(-80 * (similarities[i] - 0.9)));
    }
    Fit fit = Fit.of(similarities, rights, similarities.length, FLOOR);
    assertThat(fit.threshold()).isBetween(0.897, 0.903);
    assertThat(fit.slope()).isBetween(68.0, 92.0);
    assertThat(fit.deviation()).isBetween(0.0002, 0.002);
  }

  @Test
  void six_right_answers_are_not_enough_for_a_small_budget_and_many_are() {
    History history = new History(FLOOR);
    Random random = new Random(2);
    Key key = Key.of(new byte[Key.SIZE]);
    for (int i = 0; i < 6; i++) {
      history.add(key, 0.9 + 0.05 * random.nextDouble(), true);
    }
    assertThat(history.confidence(key, 0.95, 0.05)).isLessThan(0.95);
    for (int i = 0; i < 80; i++) {
      history.add(key, 0.9 + 0.05 * random.nextDouble(), true);
    }
    assertThat(history.confidence(key, 0.95, 0.05)).isGreaterThan(0.95);
    assertThat(history.confidence(key, 0.9, 0.05)).isLessThan(0.95);
  }

  @Property(tries = 500)
  void any_observations_have_a_finite_fit_that_is_surer_of_nearer_questions(
      @ForAll long seed, @ForAll @IntRange(min = 6, max = 32) int count) {
    Random random = new Random(seed);
    float[] similarities = new float[count];
    boolean[] rights = new boolean[count];
    boolean coarse = random.nextBoolean();
    for (int i = 0; i < count; i++) {
      similarities[i] =
          coarse ? 0.9f + random.nextInt(2) * 0.05f : (float) (FLOOR + 0.2 * random.nextDouble());
      rights[i] = random.nextInt(3) > 0;
    }
    Fit fit = Fit.of(similarities, rights, count, FLOOR);
    assertThat(fit.slope()).isFinite();
    assertThat(fit.threshold()).isFinite();
    double last = 0;
    for (double similarity = FLOOR; similarity <= 1; similarity += 0.02) {
      double confidence = fit.confidence(similarity, 0.05);
      assertThat(confidence).isBetween(last - 1e-12, 1.0);
      last = confidence;
    }
  }
}
