package dev.edgewise.lab.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class StandingTest {
  private static final List<Contender> TWO =
      List.of(Contender.all().getFirst(), Contender.all().get(1));

  /** Two seeds of each, of a thousand calls. */
  private static Standing of(
      String trace, long ours, double hours, long theirs, double theirHours) {
    Standing standing = new Standing(TWO);
    standing.add(
        new Cell(
            trace,
            20,
            List.of(
                List.of(outcome(ours, hours), outcome(ours - 1, hours)),
                List.of(outcome(theirs, theirHours), outcome(theirs - 1, theirHours)))));
    return standing;
  }

  private static Outcome outcome(long onTime, double hours) {
    return new Outcome(1_000, onTime, hours * 3_600, 3);
  }

  @Test
  void a_peer_that_is_better_in_both_is_named() {
    Standing standing = of("steady", 980, 10, 990, 9);
    assertThat(standing.missed()).isTrue();
    assertThat(standing.verdicts().getFirst().cells())
        .containsEntry("betterInBoth", "keda, 50 % of slots")
        .containsEntry("trace", "steady/20s")
        .containsEntry("held", "no");
  }

  @Test
  void a_peer_that_is_better_in_one_is_not() {
    assertThat(of("steady", 980, 10, 990, 11).missed()).isFalse();
    assertThat(of("steady", 980, 10, 970, 9).missed()).isFalse();
  }

  @Test
  void where_it_counts_a_peer_as_good_has_to_be_dearer_by_fifteen_percent() {
    assertThat(of("daily", 990, 10, 990, 11.4).missed()).isTrue();
    assertThat(of("daily", 990, 10, 990, 11.6).missed()).isFalse();
    assertThat(of("daily", 990, 10, 900, 9).missed()).isFalse();
    assertThat(of("steady", 990, 10, 990, 11.4).missed()).isFalse();
  }

  @Test
  void figures_have_the_interval_of_student() {
    Figures figures = Figures.of(new double[] {1, 2, 3});
    assertThat(figures.mean()).isEqualTo(2);
    assertThat(figures.half()).isCloseTo(4.303 / Math.sqrt(3), within(1e-9));
    assertThat(Figures.of(new double[] {7}).half()).isZero();
  }
}
