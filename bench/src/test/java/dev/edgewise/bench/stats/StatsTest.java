package dev.edgewise.bench.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.edgewise.bench.stats.Comparison.Verdict;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class StatsTest {
  private final Random random = new Random(11);

  private double[] normal(int count, double mean) {
    return random.doubles(count).map(u -> mean + random.nextGaussian()).toArray();
  }

  @Test
  void equal_servers_have_no_measurable_difference() {
    int wrong = 0;
    for (int i = 0; i < 200; i++) {
      Comparison comparison =
          Comparison.paired(normal(20, 50), normal(20, 50), 0, true, random.nextLong());
      wrong += comparison.verdict() == Verdict.NO_MEASURABLE_DIFFERENCE ? 0 : 1;
    }
    // 5 % by the interval's meaning; a bootstrap of 20 values is a little narrow.
    assertThat(wrong).isLessThan(25);
  }

  @Test
  void a_difference_is_seen_and_says_for_whom() {
    double[] ours = normal(20, 52);
    double[] theirs = normal(20, 50);
    assertThat(Comparison.paired(ours, theirs, 0.5, true, 1).verdict()).isEqualTo(Verdict.AHEAD);
    assertThat(Comparison.paired(ours, theirs, 0.5, false, 1).verdict()).isEqualTo(Verdict.BEHIND);
    assertThat(Comparison.paired(theirs, ours, 0.5, true, 1).verdict()).isEqualTo(Verdict.BEHIND);
    assertThat(Comparison.paired(ours, theirs, 5, true, 1).verdict())
        .isEqualTo(Verdict.NO_MEASURABLE_DIFFERENCE);
  }

  @Test
  void pairs_take_out_what_both_share() {
    double[] base = random.doubles(10).map(u -> 100 * u).toArray();
    double[] ours = new double[10];
    for (int i = 0; i < 10; i++) {
      ours[i] = base[i] + 1;
    }
    Interval interval = Bootstrap.paired(ours, base, 1);
    assertThat(interval.low()).isCloseTo(1, within(1e-9));
    assertThat(interval.high()).isCloseTo(1, within(1e-9));
  }

  @Test
  void mann_and_whitney_agree_with_the_books() {
    double[] low = {1, 2, 3, 4, 5, 6, 7, 8};
    double[] high = {9, 10, 11, 12, 13, 14, 15, 16};
    // U = 0, z = (32 - 0.5) / sqrt(64 / 12 * 17) = 3.3082
    assertThat(MannWhitney.probability(low, high)).isCloseTo(0.000939, within(0.00001));
    assertThat(MannWhitney.probability(low, low)).isCloseTo(1, within(1e-6));
    assertThat(MannWhitney.probability(new double[8], new double[8])).isEqualTo(1);
  }

  @Test
  void too_few_values_are_refused() {
    assertThatThrownBy(() -> Bootstrap.mean(new double[4], 1)).hasMessageContaining("5 or more");
    assertThatThrownBy(() -> MannWhitney.probability(new double[7], new double[9]))
        .hasMessageContaining("8 or more");
    assertThatThrownBy(() -> Bootstrap.paired(new double[5], new double[6], 1))
        .hasMessageContaining("as many as ours");
  }

  @Test
  void a_run_that_is_steady_from_the_begin_loses_little() {
    assertThat(Steady.cut(normal(500, 10))).isLessThanOrEqualTo(250);
    assertThat(Steady.cut(new double[3])).isZero();
  }
}
