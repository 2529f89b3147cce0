package dev.edgewise.serving.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class LoadTimesTest {
  private static final long MIB = 1 << 20;

  private final LoadTimes times = new LoadTimes();

  private double seconds(long bytes) {
    return times.expected(bytes).toNanos() / 1e9;
  }

  @Test
  void at_first_there_is_a_guess() {
    assertThat(seconds(0)).isCloseTo(0.2, within(1e-6));
    assertThat(seconds(200_000_000)).isCloseTo(1.2, within(1e-6));
  }

  @Test
  void what_other_models_took_tells_what_one_of_another_size_will_take() {
    // Five times what is guessed for 100 MB.
    for (int i = 0; i < 20; i++) {
      times.loaded(100_000_000, Duration.ofMillis(3_500));
    }
    assertThat(seconds(100_000_000)).isCloseTo(3.5, within(0.1));
    assertThat(seconds(200_000_000)).isCloseTo(6.0, within(0.2));
    assertThat(seconds(0)).isCloseTo(1.0, within(0.05));
  }

  @Test
  void one_load_moves_the_guess_half_the_way_on_a_scale_of_factors() {
    times.loaded(0, Duration.ofMillis(3_200));
    // 16 times the guess counts 1, the guess 0.8: e^(ln 16 / 1.8).
    assertThat(seconds(0)).isCloseTo(0.2 * Math.exp(Math.log(16) / 1.8), within(1e-6));
  }

  @Test
  void new_loads_count_more_than_old_ones() {
    for (int i = 0; i < 50; i++) {
      times.loaded(10 * MIB, Duration.ofSeconds(5));
    }
    for (int i = 0; i < 10; i++) {
      times.loaded(10 * MIB, Duration.ofMillis(250));
    }
    assertThat(seconds(10 * MIB)).isBetween(0.2, 0.5);
  }

  @Test
  void a_single_load_that_hung_or_took_no_time_is_not_believed_in_full() {
    times.loaded(0, Duration.ofDays(1));
    assertThat(seconds(0)).isLessThan(0.2 * 100);
    LoadTimes others = new LoadTimes();
    others.loaded(0, Duration.ZERO);
    assertThat(others.expected(0)).isPositive();
  }
}
