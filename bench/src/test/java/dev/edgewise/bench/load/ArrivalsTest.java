package dev.edgewise.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class ArrivalsTest {
  @Test
  void gaps_are_exponential() {
    int calls = 20_000;
    double rate = 800;
    Arrivals arrivals = Arrivals.poisson(rate, calls, 42);
    double[] gaps = new double[calls];
    for (int i = 0; i < calls; i++) {
      gaps[i] = (arrivals.offset(i) - (i == 0 ? 0 : arrivals.offset(i - 1))) / 1e9;
    }
    Arrays.sort(gaps);
    // Kolmogorov and Smirnov: 1.63 / sqrt(n) is passed by one true sample in a hundred only.
    double distance = 0;
    for (int i = 0; i < calls; i++) {
      double expected = 1 - Math.exp(-rate * gaps[i]);
      distance =
          Math.max(
              distance,
              Math.max(
                  Math.abs(expected - (double) i / calls), Math.abs((i + 1.0) / calls - expected)));
    }
    assertThat(distance).isLessThan(1.63 / Math.sqrt(calls));
  }

  @Test
  void gaps_do_not_depend_on_each_other() {
    int calls = 20_000;
    Arrivals arrivals = Arrivals.poisson(1, calls, 42);
    double mean = arrivals.offset(calls - 1) / (double) calls;
    double covariance = 0;
    double variance = 0;
    for (int i = 2; i < calls; i++) {
      double gap = arrivals.offset(i) - arrivals.offset(i - 1) - mean;
      double before = arrivals.offset(i - 1) - arrivals.offset(i - 2) - mean;
      covariance += gap * before;
      variance += gap * gap;
    }
    assertThat(covariance / variance).isCloseTo(0, within(3 / Math.sqrt(calls)));
  }

  @Test
  void the_same_seed_gives_the_same_times_and_another_one_others() {
    assertThat(Arrivals.poisson(5, 100, 1).offset(99))
        .isEqualTo(Arrivals.poisson(5, 100, 1).offset(99))
        .isNotEqualTo(Arrivals.poisson(5, 100, 2).offset(99));
  }

  @Test
  void bursts_keep_their_two_levels() {
    Arrivals arrivals = Arrivals.bursts(1_800, 200, Duration.ofMillis(500), 20_000, 42);
    long high = 0;
    for (int i = 0; i < arrivals.calls(); i++) {
      high += arrivals.offset(i) / 500_000_000L % 2 == 0 ? 1 : 0;
    }
    assertThat(high / 20_000.0).isCloseTo(0.9, within(0.01));
    assertThat(20_000 / (arrivals.offset(19_999) / 1e9)).isCloseTo(1_000, within(60.0));
  }

  @Test
  void what_cannot_be_sent_is_refused() {
    assertThatThrownBy(() -> Arrivals.poisson(0, 1, 1)).hasMessageContaining("perSecond: 0.0");
    assertThatThrownBy(() -> Arrivals.poisson(Double.NaN, 1, 1)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> Arrivals.together(0)).hasMessageContaining("calls: 0");
  }
}
