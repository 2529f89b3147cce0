package dev.edgewise.serving.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

final class CheckpointPaceTest {
  @Test
  void what_costs_little_is_kept_after_every_tenth_of_the_steps() {
    assertThat(kept(30, 1_000, 50)).containsExactly(3, 6, 9, 12, 15, 18, 21, 24, 27, 30);
    assertThat(kept(4, 1_000, 5)).containsExactly(1, 2, 3, 4);
    assertThat(new CheckpointPace(25).every()).isEqualTo(3);
  }

  @Test
  void what_costs_more_than_a_fiftieth_of_the_time_is_kept_less_often() {
    // Three steps of 1,000 pay for 60; 100 needs five.
    assertThat(kept(30, 1_000, 100)).containsExactly(3, 8, 13, 18, 23, 28);
  }

  @Test
  void nothing_costs_so_much_that_more_than_a_fifth_of_a_picture_could_be_lost() {
    assertThat(kept(30, 1_000, 1_000_000)).containsExactly(3, 9, 15, 21, 27);
  }

  @Property
  void no_more_is_lost_than_is_said(
      @ForAll @IntRange(min = 1, max = 1_000) int steps,
      @ForAll @LongRange(min = 1, max = 1_000_000) long step,
      @ForAll @LongRange(max = 1_000_000) long cost) {
    int last = 0;
    int most = new CheckpointPace(steps).longest();
    for (int at : kept(steps, step, cost)) {
      assertThat(at - last).isBetween(new CheckpointPace(steps).every(), most);
      last = at;
    }
    assertThat(steps - last).isLessThan(most);
  }

  private static List<Integer> kept(int steps, long stepNanos, long costNanos) {
    CheckpointPace pace = new CheckpointPace(steps);
    List<Integer> kept = new ArrayList<>();
    for (int step = 1; step <= steps; step++) {
      if (pace.step(stepNanos)) {
        kept.add(step);
        pace.kept(costNanos);
      }
    }
    return kept;
  }
}
