package dev.edgewise.orchestrator.keda;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ActivityWatchTest {
  private static final Duration MOMENT = Duration.ZERO;

  private final ManualDemand demand = new ManualDemand();
  private final ManualScheduler scheduler = new ManualScheduler();
  private final List<Boolean> told = new ArrayList<>();
  private final ActivityWatch watch = new ActivityWatch(demand, "west1", scheduler, told::add);

  @Test
  void what_is_so_now_is_told_at_once() {
    demand.wants("west1", 2);
    watch.begin();
    assertThat(told).containsExactly(true);
  }

  @Test
  void a_change_is_told_at_once_and_more_of_the_same_is_not() {
    demand.wants("west1", 0);
    watch.begin();
    demand.wants("west1", 1);
    scheduler.passes(MOMENT);
    demand.wants("west1", 5);
    demand.wants("east1", 5);
    scheduler.passes(MOMENT);
    demand.wants("west1", 0);
    scheduler.passes(MOMENT);
    assertThat(told).containsExactly(false, true, false);
  }

  @Test
  void it_is_said_again_every_30_s() {
    demand.wants("west1", 1);
    watch.begin();
    scheduler.passes(Duration.ofSeconds(29));
    assertThat(told).hasSize(1);
    scheduler.passes(Duration.ofSeconds(61));
    assertThat(told).containsExactly(true, true, true, true);
  }

  @Test
  void nothing_is_said_of_a_fleet_that_is_still_coming_back() {
    demand.settles(false);
    demand.wants("west1", 0);
    watch.begin();
    demand.wants("west1", 0);
    scheduler.passes(Duration.ofSeconds(10));
    assertThat(told).isEmpty();
    demand.settles(true);
    demand.wants("west1", 3);
    scheduler.passes(Duration.ofSeconds(1));
    assertThat(told).first().isEqualTo(true);
    assertThat(told).doesNotContain(false);
  }

  @Test
  void what_settles_without_a_change_is_told_within_a_second() {
    demand.settles(false);
    demand.wants("west1", 2);
    watch.begin();
    scheduler.passes(Duration.ofSeconds(5));
    demand.settles(true);
    scheduler.passes(Duration.ofSeconds(1));
    assertThat(told).containsExactly(true);
  }

  @Test
  void of_a_flap_the_last_word_is_told() {
    demand.wants("west1", 0);
    watch.begin();
    for (int i = 0; i < 50; i++) {
      demand.wants("west1", 1);
      demand.wants("west1", 0);
    }
    demand.wants("west1", 1);
    scheduler.passes(MOMENT);
    assertThat(told).containsExactly(false, true);
  }

  @Test
  void one_that_is_closed_says_nothing_and_leaves_nothing() {
    demand.wants("west1", 1);
    watch.begin();
    watch.close();
    assertThat(scheduler.waiting()).isZero();
    demand.wants("west1", 0);
    scheduler.passes(Duration.ofMinutes(5));
    assertThat(told).containsExactly(true);
    assertThat(demand.listeners()).isZero();
  }
}
