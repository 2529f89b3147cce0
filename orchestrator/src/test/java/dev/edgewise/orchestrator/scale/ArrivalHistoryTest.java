package dev.edgewise.orchestrator.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ArrivalHistoryTest {
  private final ArrivalHistory history = new ArrivalHistory();
  private double now = 4_096;

  private void poisson(SplittableRandom random, double perSecond, int seconds) {
    for (int i = 0; i < seconds; i++) {
      int calls = 0;
      for (double at = -Math.log1p(-random.nextDouble()) / perSecond;
          at < 1;
          at -= Math.log1p(-random.nextDouble()) / perSecond) {
        calls++;
      }
      history.add(++now, calls);
    }
  }

  @Test
  void a_steady_rate_is_known_from_minutes() {
    poisson(new SplittableRandom(1), 10, 600);
    assertThat(history.level().window()).isEqualTo(256);
    assertThat(history.level().perSecond()).isCloseTo(10, within(0.6));
    assertThat(history.bunched()).isCloseTo(1, within(0.3));
    assertThat(history.step(history.level())).isZero();
    assertThat(history.rising(300, 20)).isZero();
  }

  @Test
  void a_step_is_seen_after_two_seconds_and_a_volley_of_one_is_not() {
    poisson(new SplittableRandom(2), 2, 300);
    history.add(++now, 20);
    assertThat(history.step(history.level())).isZero();
    history.add(++now, 20);
    assertThat(history.step(history.level())).isEqualTo(20);
    poisson(new SplittableRandom(3), 20, 8);
    assertThat(history.level().perSecond()).isCloseTo(20, within(5.0));
  }

  @Test
  void an_end_is_seen_as_well() {
    poisson(new SplittableRandom(4), 10, 300);
    poisson(new SplittableRandom(4), 0.01, 12);
    assertThat(history.level().perSecond()).isLessThan(1);
  }

  @Test
  void a_rise_is_drawn_on() {
    for (int i = 0; i < 300; i++) {
      history.add(++now, 5 + i * 0.02);
    }
    assertThat(history.rising(240, 100)).isCloseTo(5 + 400 * 0.02, within(0.5));
  }

  @Test
  void what_comes_in_bunches_is_told_from_what_comes_by_itself() {
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < 300; i++) {
      history.add(++now, random.nextInt(5) == 0 ? 20 : 0);
    }
    assertThat(history.bunched()).isGreaterThan(5);
  }

  @Test
  void sums_are_right_whatever_the_times_between_signals() {
    for (long seed = 1; seed <= 50; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      ArrivalHistory odd = new ArrivalHistory();
      double time = 4_096;
      double all = 0;
      while (time < 4_900) {
        double since = random.nextDouble(0, 3);
        time += since;
        all += 7 * since;
        odd.add(time, 7 * since);
      }
      assertThat(odd.sum(100)).as("seed %d", seed).isCloseTo(700, within(8.0));
      assertThat(odd.sum(1_000)).as("seed %d", seed).isCloseTo(all, within(8.0));
    }
  }
}
