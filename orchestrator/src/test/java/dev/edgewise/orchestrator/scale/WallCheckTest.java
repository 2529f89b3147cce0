package dev.edgewise.orchestrator.scale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.edgewise.orchestrator.scale.WallCheck.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class WallCheckTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final WallCheck check = new WallCheck();
  private Instant wall = Instant.parse("2026-11-30T12:00:00Z");

  /** What is thought of a clock that goes on for so long, looked at each second. */
  private Set<Time> goesOn(Duration time) {
    Set<Time> thought = EnumSet.noneOf(Time.class);
    for (long second = 0; second < time.toSeconds(); second++) {
      wall = wall.plusSeconds(1);
      thought.add(check.look(wall, 1));
    }
    return thought;
  }

  private void isSet(Duration by) {
    wall = wall.plus(by);
  }

  @Test
  void a_clock_that_goes_as_time_does_is_steady() {
    assertThat(goesOn(HOUR)).containsExactly(Time.STEADY);
  }

  @Test
  void a_clock_that_is_a_little_off_now_and_then_is_steady() {
    assertThat(goesOn(HOUR)).containsExactly(Time.STEADY);
    isSet(Duration.ofSeconds(-3));
    assertThat(goesOn(HOUR)).containsExactly(Time.STEADY);
    isSet(Duration.ofSeconds(9));
    assertThat(goesOn(HOUR)).containsExactly(Time.STEADY);
  }

  @Test
  void a_clock_that_is_set_by_hours_is_doubted_until_it_is_back() {
    for (Duration by : new Duration[] {HOUR.multipliedBy(5), HOUR.multipliedBy(-3)}) {
      assertThat(goesOn(HOUR.multipliedBy(8))).containsExactly(Time.STEADY);
      isSet(by);
      assertThat(goesOn(HOUR.multipliedBy(3))).as("set by " + by).containsExactly(Time.DOUBTED);
      isSet(by.negated());
      assertThat(goesOn(HOUR)).as("back after " + by).containsExactly(Time.STEADY);
    }
  }

  @Test
  void a_new_time_is_believed_when_it_has_held_as_long_as_the_old_one() {
    Duration minute = Duration.ofMinutes(1);
    assertThat(goesOn(minute.multipliedBy(3))).containsExactly(Time.STEADY);
    // As a board without a battery does that finds a time server after its start.
    isSet(Duration.ofDays(20_000));
    assertThat(goesOn(minute.multipliedBy(3).minusSeconds(1))).containsExactly(Time.DOUBTED);
    assertThat(goesOn(Duration.ofSeconds(1))).containsExactly(Time.SET);
    assertThat(goesOn(HOUR)).containsExactly(Time.STEADY);
  }

  @Test
  void a_new_time_is_believed_after_a_day_however_long_the_old_one_had_held() {
    assertThat(goesOn(Duration.ofDays(3))).containsExactly(Time.STEADY);
    isSet(HOUR);
    assertThat(goesOn(Duration.ofDays(1).minusSeconds(1))).containsExactly(Time.DOUBTED);
    assertThat(goesOn(HOUR)).containsExactlyInAnyOrder(Time.SET, Time.STEADY);
  }

  @Test
  void a_clock_that_is_set_again_and_again_is_doubted_all_the_time() {
    assertThat(goesOn(HOUR.multipliedBy(2))).containsExactly(Time.STEADY);
    for (int i = 0; i < 5; i++) {
      isSet(HOUR);
      assertThat(goesOn(HOUR)).containsExactly(Time.DOUBTED);
    }
  }

  @Test
  void after_a_restart_an_earlier_time_is_doubted_and_a_later_one_is_not() {
    assertThat(goesOn(HOUR.multipliedBy(2))).containsExactly(Time.STEADY);
    WallCheck later = new WallCheck();
    later.restore(check.state());
    assertThat(later.look(wall.plus(HOUR), 1)).isEqualTo(Time.STEADY);

    WallCheck earlier = new WallCheck();
    earlier.restore(check.state());
    assertThat(earlier.look(wall.minus(HOUR), 1)).isEqualTo(Time.DOUBTED);
  }

  @Test
  void what_is_kept_while_the_clock_is_doubted_is_the_time_that_is_believed() {
    assertThat(goesOn(HOUR.multipliedBy(2))).containsExactly(Time.STEADY);
    Instant right = wall.plus(HOUR);
    isSet(HOUR.multipliedBy(7));
    assertThat(goesOn(HOUR)).containsExactly(Time.DOUBTED);

    WallCheck next = new WallCheck();
    next.restore(check.state());
    assertThat(next.look(right.plusSeconds(60), 1)).isEqualTo(Time.STEADY);
  }

  @Test
  void what_was_restored_is_kept_also_when_the_clock_was_never_looked_at() {
    assertThat(goesOn(HOUR)).containsExactly(Time.STEADY);
    WallCheck next = new WallCheck();
    next.restore(check.state());
    assertThat(next.state()).isEqualTo(check.state());
  }
}
