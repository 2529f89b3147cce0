package dev.edgewise.orchestrator.scale;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class IdleGapsTest {
  private final IdleGaps gaps = new IdleGaps();

  @Test
  void while_too_little_is_known_it_is_what_was_said() {
    gaps.calls(10, 10);
    assertThat(gaps.awake(0.005, 20, 15, 80)).isEqualTo(80);
  }

  @Test
  void gaps_that_cost_more_than_may_be_late_are_stayed_awake_through() {
    for (int i = 0; i < 10; i++) {
      gaps.calls(1_000, 100);
      gaps.gap(100, 50);
    }
    assertThat(gaps.awake(0.005, 20, 15, 80)).isBetween(100.0, 160.0);
  }

  @Test
  void a_night_that_costs_few_of_many_calls_is_slept_through_soon() {
    gaps.calls(50_000, 50_000);
    gaps.gap(30_000, 20);
    assertThat(gaps.awake(0.005, 20, 15, 80)).isEqualTo(15);
  }

  @Test
  void old_gaps_are_forgotten() {
    for (int i = 0; i < 10; i++) {
      gaps.calls(1_000, 100);
      gaps.gap(100, 50);
    }
    for (int day = 0; day < 30; day++) {
      gaps.calls(100_000, 86_400);
    }
    assertThat(gaps.awake(0.005, 20, 15, 80)).isEqualTo(15);
  }
}
