package dev.edgewise.orchestrator.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class StartLimitsTest {
  private static final long SECOND = 1_000_000_000L;

  private final StartLimits limits = new StartLimits(3, new SplittableRandom(11));

  @Test
  void each_failure_in_a_row_makes_the_next_start_wait_twice_as_long() {
    long now = -7 * SECOND;
    for (int i = 0; i < 4; i++) {
      limits.failed(now, "it broke");
      long whole = SECOND << i;
      assertThat(limits.left(now).toNanos()).isBetween(whole / 2, whole);
      assertThat(limits.isQuarantined(now)).isFalse();
      now += limits.left(now).toNanos();
      assertThat(limits.blocks(now)).isEmpty();
    }
  }

  @Test
  void a_start_that_succeeds_makes_the_next_failure_a_first_one() {
    limits.failed(0, "it broke");
    limits.failed(2 * SECOND, "it broke");
    limits.succeeded();
    limits.failed(10 * SECOND, "it broke");
    assertThat(limits.left(10 * SECOND)).isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void failures_that_are_long_ago_do_not_count() {
    for (int i = 0; i < 20; i++) {
      limits.failed(i * 160L * SECOND, "it broke");
      limits.succeeded();
      assertThat(limits.isQuarantined(i * 160L * SECOND)).as("failure " + i).isFalse();
    }
  }

  @Test
  void five_failures_within_ten_minutes_are_a_quarantine_that_tells_the_last_reason() {
    for (int i = 0; i < 5; i++) {
      limits.failed(i * 100L * SECOND, "reason " + i);
      limits.succeeded();
    }
    long now = 400 * SECOND;
    assertThat(limits.blocks(now)).hasValueSatisfying(why -> assertThat(why).contains("reason 4"));
    assertThat(limits.left(now)).isEqualTo(StartLimits.WINDOW);

    long after = now + StartLimits.WINDOW.toNanos();
    assertThat(limits.blocks(after)).isEmpty();
    limits.failed(after, "reason 5");
    assertThat(limits.isQuarantined(after)).isTrue();
  }

  @Test
  void as_many_deaths_as_the_budget_has_are_repaired_and_one_more_is_not() {
    for (int i = 0; i < 3; i++) {
      limits.died(i * SECOND, "killed");
      assertThat(limits.blocks(i * SECOND)).isEmpty();
    }
    limits.died(3 * SECOND, "killed again");
    assertThat(limits.blocks(3 * SECOND))
        .hasValueSatisfying(
            why ->
                assertThat(why)
                    .contains("4 nodes died")
                    .contains("3 are replaced in that time")
                    .contains("killed again"));
    limits.lift();
    assertThat(limits.blocks(3 * SECOND)).isEmpty();
  }
}
