package dev.edgewise.bench.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.bench.stats.Bar.Verdict;
import org.junit.jupiter.api.Test;

final class BarTest {
  @Test
  void what_is_to_be_reached() {
    Bar bar = Bar.atLeast(0.9);
    assertThat(bar.verdict(new Interval(0.8, 0.9, 1))).isEqualTo(Verdict.MET);
    assertThat(bar.verdict(new Interval(0.8, 0.89, 0.9))).isEqualTo(Verdict.UNCLEAR);
    assertThat(bar.verdict(new Interval(0.7, 0.8, 0.89))).isEqualTo(Verdict.NOT_MET);
  }

  @Test
  void what_is_not_to_be_exceeded() {
    Bar bar = Bar.atMost(1.15);
    assertThat(bar.verdict(new Interval(1, 1.15, 1.3))).isEqualTo(Verdict.MET);
    assertThat(bar.verdict(new Interval(1.15, 1.16, 1.3))).isEqualTo(Verdict.UNCLEAR);
    assertThat(bar.verdict(new Interval(1.16, 1.2, 1.3))).isEqualTo(Verdict.NOT_MET);
  }

  @Test
  void a_ratio_is_that_of_pairs_and_one_disturbed_pair_does_not_move_it() {
    Interval ratio =
        Bootstrap.ratio(new double[] {9, 18, 90, 4.5, 1_000}, new double[] {10, 20, 100, 5, 1}, 1);
    assertThat(ratio.estimate()).isEqualTo(0.9);
  }
}
