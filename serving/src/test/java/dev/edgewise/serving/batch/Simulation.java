package dev.edgewise.serving.batch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The device of the table that the policy is measured by, on virtual time: a batch of n takes 5 + n
 * ms, times a log-normal factor of 5 %; calls come as a Poisson stream, the lane drawn evenly; each
 * is worth something for 60 ms. Runs the very class that a device runs.
 */
final class Simulation {
  private static final double MS = 1e6;
  private static final long WORTH = 60_000_000L;
  private static final double NOISE = 0.05;

  /**
   * A cell of the table.
   *
   * @param lanes models, or shapes of one
   * @param workers of the device
   * @param perSecond calls
   * @param bursts whether the rate jumps between 1.8 and 0.2 times each 500 ms
   * @param calls altogether
   */
  record Cell(int lanes, int workers, double perSecond, boolean bursts, int calls) {}

  /** What came out; the part in time is of all calls, the quantiles are of those answered. */
  record Outcome(double inTime, double p50, double p99, double meanBatch, long verdicts) {}

  private record Event(long at, long number, Schedule.@Nullable Batch<?, ?> batch) {}

  private final Cell cell;
  private final Random random;
  private final Schedule schedule;
  private final List<Lane<Integer, Integer>> lanes = new ArrayList<>();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
  private final List<Long> took = new ArrayList<>();
  private long numbers;
  private long inTime;
  private long batches;
  private long dropped;

  Simulation(Cell cell, Schedule.Rules rules, long seed) {
    this.cell = cell;
    this.random = new Random(seed);
    Limits limits = new Limits(100_000, Long.MAX_VALUE, 1_000_000, Long.MAX_VALUE, 100);
    this.schedule = new Schedule(cell.workers(), limits, rules);
    for (int i = 0; i < cell.lanes(); i++) {
      LaneFamily<Integer, Integer> family =
          LaneFamily.<Integer, Integer>of("m" + i, items -> items).build();
      Lane<Integer, Integer> lane = schedule.open(family, "", false, new Quarantine(), () -> {});
      if (lane == null) {
        throw new IllegalStateException("no lane");
      }
      // As a warm-up does, so that no call teaches.
      for (int n = 1; n <= 32; n *= 2) {
        for (int run = 0; run < 5; run++) {
          lane.learn(n, time(n));
        }
      }
      lanes.add(lane);
    }
  }

  static Outcome run(Cell cell, Schedule.Rules rules, long seed) {
    return new Simulation(cell, rules, seed).run();
  }

  private Outcome run() {
    double arrival = 0;
    for (int call = 0; call < cell.calls(); call++) {
      arrival += gap(arrival);
      pass((long) arrival);
      offer((long) arrival);
    }
    pass(Long.MAX_VALUE);
    long[] sorted = took.stream().mapToLong(Long::longValue).sorted().toArray();
    return new Outcome(
        100.0 * inTime / cell.calls(),
        sorted.length == 0 ? 0 : sorted[sorted.length / 2] / MS,
        sorted.length == 0 ? 0 : sorted[(int) (sorted.length * 0.99)] / MS,
        (double) sorted.length / Math.max(1, batches),
        sorted.length + dropped);
  }

  private double gap(double now) {
    double rate = cell.perSecond();
    if (cell.bursts()) {
      rate *= (long) (now / 5e8) % 2 == 0 ? 1.8 : 0.2;
    }
    return -Math.log(1 - random.nextDouble()) / rate * 1e9;
  }

  private void offer(long now) {
    Lane<Integer, Integer> lane = lanes.get(random.nextInt(lanes.size()));
    Entry<Integer, Integer> entry = new Entry<>(0, Terms.usual(), 1, now, now + WORTH);
    if (schedule.offer(lane, entry, now) != null) {
      dropped++;
    }
    start(now);
  }

  private void pass(long until) {
    for (Event next = events.peek(); next != null && next.at() <= until; next = events.peek()) {
      events.remove(next);
      Schedule.Batch<?, ?> batch = next.batch();
      if (batch != null) {
        int n = batch.entries().size();
        batch.lane().learn(n, next.at() - batch.start());
        schedule.finished(batch, next.at());
        batches++;
        for (Entry<?, ?> entry : batch.entries()) {
          took.add(next.at() - entry.arrived);
          inTime += next.at() <= entry.deadline ? 1 : 0;
        }
      }
      start(next.at());
    }
  }

  private void start(long now) {
    while (true) {
      switch (schedule.next(now)) {
        case Schedule.Next.Run run -> {
          long end = now + time(run.batch().entries().size());
          events.add(new Event(end, numbers++, run.batch()));
        }
        case Schedule.Next.Hold hold -> {
          events.add(new Event(hold.until(), numbers++, null));
          dropped += schedule.takeDropped().size();
          return;
        }
        case Schedule.Next.Idle unused -> {
          dropped += schedule.takeDropped().size();
          return;
        }
      }
    }
  }

  private long time(int n) {
    return (long) ((5 + n) * MS * Math.exp(random.nextGaussian() * NOISE));
  }

  /** The whole table, for people. */
  public static void main(String[] arguments) {
    long seed = arguments.length > 0 ? Long.parseLong(arguments[0]) : 1;
    for (Target target : Target.values()) {
      Outcome outcome = run(target.cell(), Schedule.Rules.USUAL, seed);
      System.out.printf(
          "%-24s p50 %5.1f p99 %5.1f batch %4.1f in time %5.1f %% (wanted %5.1f)%s%n",
          target.name().toLowerCase(Locale.ROOT),
          outcome.p50(),
          outcome.p99(),
          outcome.meanBatch(),
          outcome.inTime(),
          target.wanted,
          outcome.inTime() < target.wanted - 0.5 ? "  BELOW" : "");
    }
    for (Target target :
        List.of(
            Target.ONE_800,
            Target.ONE_900,
            Target.FOUR_600,
            Target.FOUR_800,
            Target.WORKERS_3200,
            Target.WORKERS_3600)) {
      System.out.printf(
          "%-24s without look-ahead %5.1f, without other lanes %5.1f, work not shared %5.1f%n",
          target.name().toLowerCase(Locale.ROOT),
          run(target.cell(), new Schedule.Rules(false, true, true), seed).inTime(),
          run(target.cell(), new Schedule.Rules(true, false, true), seed).inTime(),
          run(target.cell(), new Schedule.Rules(true, true, false), seed).inTime());
    }
  }

  /** The cells of the table and what the reference simulation of the policy gave. */
  enum Target {
    ONE_20(1, 1, 20, false, 5_000, 100),
    ONE_400(1, 1, 400, false, 20_000, 100),
    ONE_700(1, 1, 700, false, 20_000, 99.9),
    ONE_800(1, 1, 800, false, 20_000, 97.5),
    ONE_900(1, 1, 900, false, 20_000, 90.8),
    FOUR_300(4, 1, 300, false, 20_000, 100),
    FOUR_450(4, 1, 450, false, 20_000, 100),
    FOUR_600(4, 1, 600, false, 20_000, 94.9),
    FOUR_800(4, 1, 800, false, 20_000, 79.8),
    BURSTS_ONE_450(1, 1, 450, true, 12_000, 97.6),
    BURSTS_ONE_550(1, 1, 550, true, 12_000, 87.4),
    BURSTS_FOUR_300(4, 1, 300, true, 12_000, 98.6),
    BURSTS_FOUR_400(4, 1, 400, true, 12_000, 88.5),
    WORKERS_3200(1, 4, 3_200, false, 20_000, 100),
    WORKERS_3400(1, 4, 3_400, false, 20_000, 98.6),
    WORKERS_3600(1, 4, 3_600, false, 20_000, 94.1),
    SHAPES_450(4, 1, 450, false, 12_000, 99.9),
    SHAPES_600(4, 1, 600, false, 12_000, 94.4);

    final double wanted;
    private final int lanes;
    private final int workers;
    private final int perSecond;
    private final boolean bursts;
    private final int calls;

    Target(int lanes, int workers, int perSecond, boolean bursts, int calls, double wanted) {
      this.lanes = lanes;
      this.workers = workers;
      this.perSecond = perSecond;
      this.bursts = bursts;
      this.calls = calls;
      this.wanted = wanted;
    }

    Cell cell() {
      return new Cell(lanes, workers, perSecond, bursts, calls);
    }
  }
}
