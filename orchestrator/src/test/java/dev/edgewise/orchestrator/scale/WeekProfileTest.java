package dev.edgewise.orchestrator.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    for (int day = 0; day < 7; day++) {
      day(MONDAY.plus(Duration.ofDays(day)), 1);
    }
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

  /** What is known of each hour of this Tuesday. */
  private List<Double> tuesday() {
    return IntStream.range(0, 24).mapToObj(hour -> usual(1, hour)).toList();
  }

  @ParameterizedTest(name = "by {0} h")
  @ValueSource(ints = {5, -3})
  void a_clock_that_is_wrong_for_hours_teaches_nothing(int hours) {
    day(MONDAY, 1);
    List<Double> before = tuesday();
    Instant begins = MONDAY.plus(Duration.ofDays(1));
    Instant wrong = begins.plus(Duration.ofHours(hours));
    for (int minute = 1; minute <= 4 * 60; minute++) {
      profile.add(wrong.plus(Duration.ofMinutes(minute)), 60, 60 * 1_000);
    }
    Instant right = begins.plus(Duration.ofHours(4));
    profile.add(right.plusSeconds(1), 1, 0);
    profile.add(right.plus(Duration.ofMinutes(6)), 1, 0);
    assertThat(tuesday()).isEqualTo(before);
  }

  @Test
  void a_piece_that_a_restart_cuts_in_two_is_learned_as_a_whole() {
    profile.add(MONDAY.plusSeconds(60), 60, 60 * 4);
    profile.add(MONDAY.plusSeconds(120), 60, 60 * 4);
    WeekProfile next = new WeekProfile();
    next.restore(profile.state());
    next.add(MONDAY.plusSeconds(240), 60, 60 * 10);
    next.add(MONDAY.plusSeconds(599), 359, 359 * 6);
    next.add(MONDAY.plusSeconds(600), 1, 0);
    assertThat(next.usual(MONDAY.plus(Duration.ofDays(7)).plusSeconds(150)))
        .isCloseTo(6, within(1e-9));
  }
}
