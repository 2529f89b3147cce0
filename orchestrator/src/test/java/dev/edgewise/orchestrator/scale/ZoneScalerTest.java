package dev.edgewise.orchestrator.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ZoneScalerTest {
  private static final Duration DEADLINE = Duration.ofSeconds(3);

  /** 4 slots, calls of 100 ms, a cold start of 2 s. */
  private static ZoneStory zone() {
    return new ZoneStory(ScaleRule.of(0, 8), 4, 0.1, DEADLINE, 2);
  }

  @Test
  void a_zone_that_was_never_called_has_its_least_nodes() {
    assertThat(zone().load(0, 10).nodes()).isZero();
    ZoneStory two = new ZoneStory(ScaleRule.of(2, 8), 4, 0.1, DEADLINE, 2);
    assertThat(two.load(0, 10).nodes()).isEqualTo(2);
    assertThat(two.last().because()).contains("no method was ever called");
  }

  @Test
  void the_first_call_wakes_one_node() {
    ZoneStory zone = zone().load(0, 10).load(1, 1);
    assertThat(zone.nodes()).isEqualTo(1);
  }

  @Test
  void two_hundred_short_calls_at_once_at_nothing_are_one_start() {
    ZoneStory zone = new ZoneStory(ScaleRule.of(0, 8), 4, 0.02, Duration.ofSeconds(10), 2);
    zone.load(0, 30).load(200, 1).load(0, 5);
    assertThat(zone.starts()).isEqualTo(1);
  }

  @Test
  void a_step_is_answered_within_seconds_and_given_back_when_it_is_over() {
    ZoneStory zone = zone().load(2, 120);
    assertThat(zone.nodes()).isEqualTo(1);
    // 60 calls a second of 100 ms keep 6 slots busy: two nodes.
    assertThat(zone.load(60, 3).nodes()).isGreaterThanOrEqualTo(2);
    assertThat(zone.load(60, 120).ready()).isEqualTo(2);
    assertThat(zone.load(2, 120).nodes()).isEqualTo(1);
    assertThat(zone.load(0, 600).nodes()).isZero();
  }

  @Test
  void a_node_is_not_given_back_before_it_was_not_needed_for_the_hold_time() {
    ScaleRule slow = new ScaleRule(0, 8, 0, 0.99, Duration.ofSeconds(100));
    ZoneStory zone = new ZoneStory(slow, 4, 0.1, DEADLINE, 2).load(60, 200);
    int busy = zone.nodes();
    assertThat(zone.load(2, 60).nodes()).isEqualTo(busy);
    assertThat(zone.last().because()).contains("would do, but not for 100 s yet");
    assertThat(zone.load(2, 200).nodes()).isEqualTo(1);
  }

  @Test
  void a_line_that_the_nodes_cannot_work_off_in_time_asks_for_more() {
    ZoneStory zone = zone().load(20, 300);
    assertThat(zone.nodes()).isEqualTo(1);
    // 40 calls a second less 20 that come: this line would be there for 25 s, deadlines are of 3 s.
    assertThat(zone.line(500).load(20, 1).nodes()).isGreaterThan(1);
    assertThat(zone.load(20, 120).nodes()).isEqualTo(1);
  }

  @Test
  void a_steady_load_gets_a_steady_number_of_nodes() {
    ZoneStory zone = new ZoneStory(ScaleRule.of(0, 20), 4, 1, Duration.ofSeconds(5), 20);
    zone.load(13, 300);
    int starts = zone.starts();
    assertThat(zone.load(13, 3_600).starts()).isEqualTo(starts);
    assertThat(zone.nodes()).isEqualTo(4);
  }

  @Test
  void a_morning_that_comes_each_day_is_met_with_a_node_that_is_ready() {
    ZoneStory zone = new ZoneStory(ScaleRule.of(0, 8), 4, 0.5, Duration.ofSeconds(2), 120);
    for (int day = 0; day < 2; day++) {
      zone.load(0, 8 * 3_600).load(5, 10 * 3_600).load(0, 6 * 3_600);
    }
    zone.load(0, 8 * 3_600 - 5);
    assertThat(zone.ready()).isPositive();
    assertThat(zone.last().because()).contains("usual at this hour");
  }

  @Test
  void a_morning_is_met_also_when_the_orchestrator_was_started_again_in_the_night() {
    ZoneStory zone = new ZoneStory(ScaleRule.of(0, 8), 4, 0.5, Duration.ofSeconds(2), 120);
    for (int day = 0; day < 2; day++) {
      zone.load(0, 8 * 3_600).load(5, 10 * 3_600).load(0, 6 * 3_600);
    }
    zone.load(0, 4 * 3_600).restart(3_600).load(0, 3 * 3_600 - 5);
    assertThat(zone.ready()).isPositive();
    assertThat(zone.last().because()).contains("usual at this hour");
  }

  @Test
  void nodes_that_are_at_work_are_kept_when_the_orchestrator_is_started_again() {
    ZoneStory zone = zone().load(60, 200);
    assertThat(zone.ready()).isEqualTo(2);
    int starts = zone.starts();
    // Clients are heard of again after some seconds.
    zone.restart(2);
    for (int second = 0; second < 60; second++) {
      zone.load(second < 4 ? 0 : 60, 1);
      assertThat(zone.ready()).as("%d s after it", second).isEqualTo(2);
    }
    assertThat(zone.starts()).isEqualTo(starts);
    assertThat(zone.restart(2).load(0, 5).last().because()).contains("seen only since");
    assertThat(zone.load(0, 120).nodes()).isZero();
  }

  @Test
  void calls_that_have_ended_for_sure_let_a_zone_sleep_after_the_hold_time() {
    ZoneStory story = new ZoneStory(ScaleRule.of(0, 4), 4, 0.1, Duration.ofSeconds(5), 2);
    for (int i = 0; i < 20; i++) {
      // As unevenly as clients report them.
      story.load(100, 1).load(20, 1);
    }
    story.load(20, 12).load(0, 12);
    assertThat(story.nodes()).isPositive();
    story.load(0, 6);
    assertThat(story.nodes()).isZero();
    int starts = story.starts();
    story.load(0, 60);
    assertThat(story.nodes()).isZero();
    assertThat(story.starts()).isEqualTo(starts);
  }

  @Test
  void silence_that_may_be_chance_lets_no_zone_sleep() {
    ZoneStory story = new ZoneStory(ScaleRule.of(0, 4), 4, 0.1, Duration.ofSeconds(5), 2);
    for (int i = 0; i < 20; i++) {
      story.load(1, 1).load(0, 19);
    }
    assertThat(story.nodes()).isEqualTo(1);
    assertThat(story.starts()).isEqualTo(1);
  }

  @Test
  void calls_that_could_not_wait_for_a_node_keep_theirs_longer() {
    ZoneStory story =
        new ZoneStory(ScaleRule.of(0, 4), 4, 0.1, Duration.ofSeconds(2), 2)
            .load(60, 40)
            .load(2, 12)
            .load(0, 17);
    assertThat(story.nodes()).isEqualTo(1);
  }

  @Test
  void where_waking_costs_calls_an_idle_node_is_kept_a_while() {
    ZoneStory cheap = zone().load(5, 300).load(0, 60);
    assertThat(cheap.nodes()).isZero();
    ZoneStory dear = new ZoneStory(ScaleRule.of(0, 8), 4, 0.1, DEADLINE, 30);
    assertThat(dear.load(5, 300).load(0, 90).nodes()).isEqualTo(1);
    assertThat(dear.last().because()).contains("not idle for");
    assertThat(dear.load(0, 900).nodes()).isZero();
  }

  @Test
  void short_gaps_that_come_again_and_again_are_stayed_awake_through() {
    ZoneStory zone = new ZoneStory(ScaleRule.of(0, 8), 4, 0.1, DEADLINE, 30);
    for (int i = 0; i < 20; i++) {
      zone.load(5, 120).load(0, 180);
    }
    int starts = zone.starts();
    for (int i = 0; i < 10; i++) {
      zone.load(5, 120).load(0, 180);
    }
    assertThat(zone.starts()).isEqualTo(starts);
  }

  @Test
  void a_reason_has_the_figures_that_decided() {
    ZoneStory zone = zone().load(2, 120).load(60, 2);
    assertThat(zone.last().because())
        .matches("[0-9.]+ calls/s.* of 0.1 s: \\d nodes? ha(s|ve) [0-9.]+ % on time.*");
    assertThat(zone.last().onTimePredicted()).isBetween(0.9, 1.0);
  }

  @Test
  void whatever_comes_the_advice_is_within_the_rule_and_says_why() {
    for (long seed = 1; seed <= 60; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int min = random.nextInt(0, 4);
      int max = min + random.nextInt(0, 30);
      ZoneScaler scaler = new ZoneScaler(ScaleRule.of(min, max));
      long nanos = random.nextLong(-1_000_000_000_000L, 1_000_000_000_000L);
      Instant at = Instant.ofEpochSecond(random.nextLong(0, 4_000_000_000L));
      for (int i = 0; i < 200; i++) {
        long since = random.nextInt(5) == 0 ? 0 : random.nextLong(0, 4_000_000_000L);
        since = random.nextInt(60) == 0 ? 10_000_000_000_000L : since;
        nanos += since;
        at = at.plusNanos(since);
        Advice advice =
            scaler.advise(
                new ZoneSignals(
                    nanos,
                    at,
                    random.nextInt(0, 20),
                    random.nextInt(0, 5),
                    random.nextInt(0, 5),
                    random.nextInt(1, 9),
                    Duration.ofMillis(random.nextInt(0, 200_000)),
                    random.nextDouble(0, 10),
                    demands(random)));
        assertThat(advice.nodes()).as("seed %d", seed).isBetween(min, max);
        assertThat(advice.onTimePredicted()).as("seed %d", seed).isBetween(0.0, 1.0);
        assertThat(advice.because()).as("seed %d", seed).isNotBlank().doesNotContain("NaN");
      }
    }
  }

  private static List<MethodDemand> demands(SplittableRandom random) {
    List<MethodDemand> demands = new ArrayList<>();
    for (int i = random.nextInt(0, 4); i > 0; i--) {
      demands.add(
          new MethodDemand(
              "m" + i,
              random.nextInt(3) == 0 ? 0 : random.nextDouble(0, 1_000),
              random.nextDouble(1e-6, 50),
              random.nextDouble(0, 30),
              Duration.ofMillis(random.nextInt(1, 100_000)),
              random.nextInt(0, 50),
              random.nextInt(0, 500)));
    }
    return demands;
  }

  @Test
  void equal_signals_get_equal_advice() {
    List<String> first = new ArrayList<>();
    List<String> second = new ArrayList<>();
    for (List<String> told : List.of(first, second)) {
      ZoneStory zone = zone();
      for (double load : new double[] {0, 3, 40, 7, 0.2, 0, 90}) {
        told.add(zone.load(load, 50).last().toString());
      }
    }
    assertThat(first).isEqualTo(second);
  }

  @Test
  void rules_that_make_no_sense_are_refused_with_what_is_expected() {
    assertThatThrownBy(() -> ScaleRule.of(3, 2)).hasMessage("min: 3 (expected: 0 to 2)");
    assertThatThrownBy(() -> ScaleRule.of(0, 8).withOnTimeTarget(1))
        .hasMessageContaining("onTimeTarget: 1.0");
  }
}
