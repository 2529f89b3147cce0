package dev.edgewise.serving.batch;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ScheduleTest {
  private static final long MS = 1_000_000;

  private final Schedule schedule = new Schedule(1, Limits.usual(), Schedule.Rules.USUAL);

  private Lane<String, String> lane(LaneSettings settings) {
    LaneFamily<String, String> family =
        LaneFamily.<String, String>of("f", items -> items).settings(settings).build();
    return requireNonNull(schedule.open(family, "", false, new Quarantine(), () -> {}));
  }

  private void offer(Lane<String, String> lane, String item, Terms terms, long now) {
    assertThat(schedule.offer(lane, new Entry<>(item, terms, 1, now, Entry.NEVER), now)).isNull();
  }

  private List<String> runAll(long now) {
    List<String> order = new ArrayList<>();
    while (schedule.next(now) instanceof Schedule.Next.Run run) {
      run.batch().entries().forEach(entry -> order.add(entry.item.toString()));
      schedule.finished(run.batch(), now);
    }
    return order;
  }

  @Test
  void inside_a_class_who_came_first_is_first() {
    Lane<String, String> lane = lane(LaneSettings.usual().withMaxBatchSize(7));
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      offer(lane, "c" + i, Terms.usual(), i);
      expected.add("c" + i);
    }
    assertThat(runAll(MS)).isEqualTo(expected);
  }

  @Test
  void the_more_urgent_go_first_and_who_waits_becomes_urgent() {
    Lane<String, String> lane = lane(LaneSettings.usual());
    offer(lane, "usual", Terms.usual(), 0);
    offer(lane, "urgent", Terms.usual().withPriority(1), 0);
    offer(lane, "lazy", Terms.usual().withPriority(1_000), 0);
    assertThat(runAll(MS)).containsExactly("urgent", "usual", "lazy");
    offer(lane, "waited", Terms.usual().withPriority(1_000), 2 * MS);
    offer(lane, "fresh", Terms.usual().withPriority(400), 3_000 * MS);
    assertThat(runAll(3_000 * MS)).containsExactly("waited", "fresh");
  }

  @Test
  void tenants_get_as_much_as_each_other_whatever_they_send() {
    Lane<String, String> lane = lane(LaneSettings.usual().withMaxBatchSize(8));
    for (int i = 0; i < 200; i++) {
      offer(lane, "big", Terms.usual().withTenant("big"), 0);
    }
    for (int i = 0; i < 50; i++) {
      offer(lane, "small", Terms.usual().withTenant("small"), 0);
    }
    List<String> order = runAll(MS).subList(0, 100);
    assertThat(order.stream().filter("small"::equals).count()).isBetween(48L, 50L);
  }

  @Test
  void a_lane_of_few_calls_does_not_starve_beside_a_full_one() {
    Lane<String, String> full = lane(LaneSettings.usual());
    Lane<String, String> small = lane(LaneSettings.usual());
    offer(small, "small", Terms.usual(), 0);
    for (int i = 0; i < 500; i++) {
      offer(full, "full", Terms.usual(), 1);
    }
    assertThat(runAll(MS).indexOf("small")).isZero();
  }

  @Test
  void callers_that_come_back_at_once_are_served_together_and_without_a_step() {
    double last = 0;
    for (int callers = 1; callers <= 9; callers++) {
      double part = closedLoop(callers, 8) / 4_000;
      // Eight of two milliseconds are 4,000 a second.
      assertThat(part)
          .as("%s callers", callers)
          .isGreaterThanOrEqualTo((callers >= 7 ? 0.7 : 0.6) * Math.min(8, callers) / 8);
      assertThat(part).as("%s callers", callers).isGreaterThan(0.95 * last);
      last = part;
    }
  }

  /** Callers who send the next call 20 to 120 µs after an answer; calls in a second. */
  private static double closedLoop(int callers, int most) {
    SplittableRandom random = new SplittableRandom(callers);
    Schedule schedule = new Schedule(1, Limits.usual(), Schedule.Rules.USUAL);
    LaneFamily<String, String> family =
        LaneFamily.<String, String>of("f", items -> items)
            .settings(LaneSettings.usual().withMaxBatchSize(most))
            .build();
    Lane<String, String> lane =
        requireNonNull(schedule.open(family, "", false, new Quarantine(), () -> {}));
    record Event(long at, Schedule.Batch<?, ?> done) {}
    record Arrival(long at) {}
    PriorityQueue<Arrival> arrivals = new PriorityQueue<>(Comparator.comparingLong(Arrival::at));
    for (int caller = 0; caller < callers; caller++) {
      arrivals.add(new Arrival(caller));
    }
    Event running = null;
    long wake = Long.MAX_VALUE;
    long now = 0;
    long completed = 0;
    while (now < 2_000 * MS) {
      long end = running == null ? Long.MAX_VALUE : running.at();
      long arrival = arrivals.isEmpty() ? Long.MAX_VALUE : arrivals.element().at();
      now = Math.min(end, Math.min(arrival, wake));
      if (running != null && now == end) {
        lane.learn(running.done().entries().size(), 2 * MS);
        schedule.finished(running.done(), now);
        completed += running.done().entries().size();
        for (int i = 0; i < running.done().entries().size(); i++) {
          arrivals.add(new Arrival(now + random.nextLong(20_000, 120_000)));
        }
        running = null;
      } else if (now == arrival) {
        arrivals.remove();
        Entry<String, String> entry = new Entry<>("c", Terms.usual(), 0, now, Entry.NEVER);
        assertThat(schedule.offer(lane, entry, now)).isNull();
      }
      wake = Long.MAX_VALUE;
      switch (schedule.next(now)) {
        case Schedule.Next.Run run -> running = new Event(now + 2 * MS, run.batch());
        case Schedule.Next.Hold hold -> wake = hold.until();
        case Schedule.Next.Idle unused -> {}
      }
    }
    return completed / 2.0;
  }

  @Test
  void one_caller_alone_is_never_held() {
    assertThat(closedLoop(1, 8)).isGreaterThan(1_000 / 2.125);
  }

  @Test
  void the_best_batch_of_a_model_with_a_knee_is_below_the_largest() {
    CostTable costs = new CostTable(64);
    for (int run = 0; run < 10; run++) {
      costs.observe(1, 102_000);
      costs.observe(4, 111_000);
      costs.observe(8, 231_000);
      costs.observe(16, 402_000);
      costs.observe(64, 1_560_000);
    }
    assertThat(new Knee(64).of(costs)).isBetween(4, 16);
    assertThat(costs.at(6)).isBetween(111_000.0, 231_000.0);
  }

  @Test
  void a_stall_of_the_machine_is_no_cost_of_a_size() {
    CostTable costs = new CostTable(32);
    for (int size = 1; size <= 32; size *= 2) {
      costs.observe(size, 250_000 + size * 10_000L);
    }
    // Small batches run all the time, large ones after a stall, and some of those are slow.
    for (int run = 0; run < 200; run++) {
      costs.observe(1 + run % 6, 250_000 + (1 + run % 6) * 10_000L);
    }
    for (int run = 0; run < 12; run++) {
      costs.observe(16, run % 3 == 0 ? 5 * MS : 430_000);
      costs.observe(32, run % 2 == 0 ? 4 * MS : 590_000);
    }
    assertThat(costs.at(16)).isLessThan(500_000);
    assertThat(costs.at(32)).isLessThan(700_000);
    assertThat(new Knee(32).of(costs)).isEqualTo(32);
    // A model that has really become slower is believed after some runs.
    for (int run = 0; run < 40; run++) {
      costs.observe(32, 2 * MS);
    }
    assertThat(costs.at(32)).isGreaterThan(1.8 * MS);
  }

  @Test
  void costs_are_monotone_whatever_was_measured() {
    SplittableRandom random = new SplittableRandom(5);
    for (int round = 0; round < 200; round++) {
      CostTable costs = new CostTable(32);
      for (int run = 0; run < random.nextInt(1, 60); run++) {
        costs.observe(random.nextInt(1, 33), random.nextLong(1, 50 * MS));
      }
      for (int n = 2; n <= 32; n++) {
        assertThat(costs.at(n)).isGreaterThanOrEqualTo(costs.at(n - 1)).isPositive();
      }
    }
  }
}
