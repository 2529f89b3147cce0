package dev.edgewise.serving.batch;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A herd: callers without deadlines who send the next call soon after an answer, more of them than
 * the device can serve at once, on lanes of one class. Nobody may wait much longer than the usual,
 * in whichever lane, however uneven the lanes are.
 */
final class FairnessTest {
  private static final long MS = 1_000_000;
  private static final long END = 20_000 * MS;
  private static final int LARGEST = 8;

  private final SplittableRandom random = new SplittableRandom(11);
  private final Schedule schedule = new Schedule(1, Limits.usual(), Schedule.Rules.USUAL);
  private final List<Lane<Integer, Integer>> lanes = new ArrayList<>();
  private final List<List<Long>> waits = new ArrayList<>();

  private record Arrival(long at, int lane) {}

  @ParameterizedTest
  @ValueSource(strings = {"8 8 8 8", "3 3 3 3 3 3 3 3", "40 2 2 2 2 2", "100 1", "7", "8", "64"})
  void nobody_waits_more_than_twice_the_median_of_the_class(String callers) {
    int[] herd = Arrays.stream(callers.split(" ")).mapToInt(Integer::parseInt).toArray();
    run(herd);

    List<Long> all = waits.stream().flatMap(List::stream).sorted().toList();
    long median = all.get(all.size() / 2);
    for (int lane = 0; lane < herd.length; lane++) {
      // A batch that runs is waited for, whoever is next.
      assertThat(Collections.max(waits.get(lane)))
          .as("the longest wait in lane %d of %s, median %d", lane, callers, median)
          .isLessThanOrEqualTo(2 * Math.max(median, time(LARGEST)));
      assertThat(waits.get(lane)).hasSizeGreaterThan(100);
    }
  }

  private void run(int[] herd) {
    PriorityQueue<Arrival> arrivals = new PriorityQueue<>(Comparator.comparingLong(Arrival::at));
    for (int lane = 0; lane < herd.length; lane++) {
      lanes.add(lane(lane));
      waits.add(new ArrayList<>());
      for (int caller = 0; caller < herd[lane]; caller++) {
        arrivals.add(new Arrival(random.nextLong(10 * MS), lane));
      }
    }
    Schedule.Batch<?, ?> running = null;
    long end = Long.MAX_VALUE;
    long wake = Long.MAX_VALUE;
    for (long now = 0; now < END; ) {
      long arrival = arrivals.isEmpty() ? Long.MAX_VALUE : arrivals.element().at();
      now = Math.min(end, Math.min(arrival, wake));
      if (running != null && now == end) {
        running.lane().learn(running.entries().size(), now - running.start());
        schedule.finished(running, now);
        for (Entry<?, ?> entry : running.entries()) {
          int lane = (Integer) entry.item;
          // Nothing is learned in the first seconds.
          if (entry.arrived > END / 10) {
            waits.get(lane).add(running.start() - entry.arrived);
          }
          arrivals.add(new Arrival(now + random.nextLong(20_000, 500_000), lane));
        }
        running = null;
        end = Long.MAX_VALUE;
      } else if (now == arrival) {
        int lane = arrivals.remove().lane();
        Entry<Integer, Integer> entry = new Entry<>(lane, Terms.usual(), 0, now, Entry.NEVER);
        assertThat(schedule.offer(lanes.get(lane), entry, now)).isNull();
      }
      wake = Long.MAX_VALUE;
      switch (schedule.next(now)) {
        case Schedule.Next.Run run -> {
          running = run.batch();
          end = now + time(running.entries().size());
        }
        case Schedule.Next.Hold hold -> wake = hold.until();
        case Schedule.Next.Idle unused -> {}
      }
    }
    // Who still waits has waited too; a caller who is passed over for ever never gets an answer.
    for (int lane = 0; lane < herd.length; lane++) {
      Line<Integer, Integer> line = lanes.get(lane).line;
      for (int i = 0; i < line.size(); i++) {
        waits.get(lane).add(END - line.get(i).arrived);
      }
    }
  }

  private Lane<Integer, Integer> lane(int number) {
    LaneFamily<Integer, Integer> family =
        LaneFamily.<Integer, Integer>of("m" + number, items -> items)
            .settings(LaneSettings.usual().withMaxBatchSize(LARGEST))
            .build();
    return requireNonNull(schedule.open(family, "", false, new Quarantine(), () -> {}));
  }

  private static long time(int size) {
    return (5 + size) * MS;
  }
}
