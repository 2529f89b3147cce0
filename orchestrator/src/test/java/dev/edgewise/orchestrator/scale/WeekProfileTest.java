package dev.edgewise.orchestrator.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class WeekProfileTest {
  private static final Instant MONDAY = Instant.parse("2026-11-30T00:00:00Z");

  private final WeekProfile profile = new WeekProfile();

  /** A day of 2 calls a second until noon and of 10 from then on, times this. */
  private void day(Instant begins, double times) {
    for (int minute = 1; minute <= 24 * 60; minute++) {
      double perSecond = minute <= 12 * 60 ? 2 : 10;
      profile.add(
          begins.plus(Duration.ofMinutes(minute)).minusSeconds(1), 60, 60 * perSecond * times);
    }
    // The bin that has just ended is learned when the next one begins.
    profile.add(begins.plus(Duration.ofDays(1)), 0, 0);
  }

  private double usual(int day, int hour) {
    return profile.usual(MONDAY.plus(Duration.ofDays(day)).plus(Duration.ofHours(hour)));
  }

  @Test
  void nothing_is_usual_before_anything_was_seen() {
    assertThat(usual(0, 3)).isNaN();
  }

  @Test
  void until_a_week_is_known_days_are_like_those_before() {
    day(MONDAY, 1);
    assertThat(usual(1, 3)).isCloseTo(2, within(1e-9));
    assertThat(usual(1, 15)).isCloseTo(10, within(1e-9));
  }

  @Test
  void a_day_of_the_week_is_like_the_same_day_a_week_before() {
    day(MONDAY, 1);
    day(MONDAY.plus(Duration.ofDays(1)), 3);
    assertThat(usual(7, 15)).isCloseTo(10, within(1e-9));
    assertThat(usual(8, 15)).isCloseTo(30, within(1e-9));
  }

  @Test
  void newer_weeks_count_more() {
    day(MONDAY, 1);
    day(MONDAY.plus(Duration.ofDays(7)), 2);
    assertThat(usual(14, 15)).isCloseTo(15, within(1e-9));
  }

  @Test
  void between_two_bins_it_goes_from_one_to_the_other() {
    day(MONDAY, 1);
    assertThat(usual(1, 12)).isCloseTo(6, within(1e-9));
  }

  @Test
  void a_bin_that_was_hardly_seen_says_nothing() {
    profile.add(MONDAY.plusSeconds(10), 10, 1_000);
    profile.add(MONDAY.plusSeconds(310), 1, 0);
    assertThat(usual(1, 0)).isNaN();
  }
}
