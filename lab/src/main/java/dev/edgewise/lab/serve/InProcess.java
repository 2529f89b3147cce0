package dev.edgewise.lab.serve;

import dev.edgewise.bench.load.RealTimeline;
import dev.edgewise.bench.report.Mark;
import dev.edgewise.bench.report.Row;
import dev.edgewise.bench.stats.Comparison;
import dev.edgewise.core.Clock;
import dev.edgewise.serving.batch.Batcher;
import dev.edgewise.serving.batch.Device;
import dev.edgewise.serving.batch.Terms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What batching costs a caller that is alone, and what callers that wait for their answers get out
 * of a device together.
 */
final class InProcess {
  private static final int BLOCK = 200;
  private static final long MOST_TAX_NANOS = 50_000;
  private static final double LEAST_PART = 0.7;
  private static final int CALLERS = 8;

  /** A batch of 8 takes 3 ms, and one of 1 takes 2.3: batching pays, and 2 ms is passed. */
  private static final Contender.Cost COST = size -> 2_200_000L + size * 100_000L;

  private final Clock clock;
  private final List<Row> rows = new ArrayList<>();
  private final List<Standing.Verdict> verdicts = new ArrayList<>();

  InProcess(Clock clock) {
    this.clock = clock;
  }

  List<Row> rows() {
    return rows;
  }

  List<Standing.Verdict> verdicts() {
    return verdicts;
  }

  /** One caller alone: the same engine directly and through the device, in turns. */
  void idle(OnnxRig engine, int blocks) {
    try (Rigged rigged = new Rigged(engine, engine::cost)) {
      long[] direct = new long[blocks * BLOCK];
      long[] batched = new long[blocks * BLOCK];
      for (int block = -1; block < blocks; block++) {
        for (int i = 0; i < BLOCK; i++) {
          long begin = clock.nanos();
          engine.run(0, 0, 1);
          long between = clock.nanos();
          rigged.call();
          long end = clock.nanos();
          if (block >= 0) {
            direct[block * BLOCK + i] = between - begin;
            batched[block * BLOCK + i] = end - between;
          }
        }
      }
      Arrays.sort(direct);
      Arrays.sort(batched);
      long plain = direct[direct.length / 2];
      long ours = batched[batched.length / 2];
      Row row =
          figure(Mark.MEASURED, "idle, 1 caller", Ours.NAME, direct.length)
              .with("p50Millis", ours / 1e6)
              .with("p99Millis", batched[batched.length * 99 / 100] / 1e6)
              .with("throughput", 1e9 / ours);
      rows.add(row);
      rows.add(
          figure(Mark.MEASURED, "idle, 1 caller", "unbatched", direct.length)
              .with("p50Millis", plain / 1e6)
              .with("p99Millis", direct[direct.length * 99 / 100] / 1e6)
              .with("throughput", 1e9 / plain));
      judge(
          Mark.MEASURED,
          "idle p50 at most 0.050 ms above unbatched",
          ours / 1e6,
          (plain + MOST_TAX_NANOS) / 1e6,
          ours <= plain + MOST_TAX_NANOS);
    }
  }

  /**
   * Callers that send again when they are answered, on a device that is waited for really: medians
   * of rounds in which all numbers of callers take their turn.
   */
  void callers(int rounds, int millis) {
    Engine engine = (model, shape, size) -> Round.park(clock, COST.nanos(size));
    double[] raws = new double[rounds];
    double[][] rates = new double[CALLERS + 2][rounds];
    // The first time round nothing is compiled yet.
    together(engine, CALLERS, millis);
    for (int round = 0; round < rounds; round++) {
      raws[round] = raw(engine, millis);
      for (int callers = 1; callers <= CALLERS + 1; callers++) {
        rates[callers][round] = together(engine, callers, millis);
      }
    }
    double raw = median(raws);
    double[] byCallers = new double[CALLERS + 2];
    for (int callers = 1; callers <= CALLERS + 1; callers++) {
      byCallers[callers] = median(rates[callers]);
      rows.add(
          figure(Mark.EMULATED, callers + " callers", Ours.NAME, rounds)
              .with("throughput", byCallers[callers]));
    }
    rows.add(
        figure(Mark.EMULATED, "batches of 8, nothing else", "unbatched", rounds)
            .with("throughput", raw));
    judge(
        Mark.EMULATED,
        "8 callers: at least 70 % of raw batches of 8",
        byCallers[CALLERS],
        LEAST_PART * raw,
        byCallers[CALLERS] >= LEAST_PART * raw);
    // Without a step, 7 callers get about 7/8 of what 8 get; the cliff of others is 1/17.
    double least = 0.75 * byCallers[CALLERS];
    judge(
        Mark.EMULATED,
        "no step from 7 to 8 callers: 7 get at least 75 % of what 8 get",
        byCallers[CALLERS - 1],
        least,
        byCallers[CALLERS - 1] >= least);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private double raw(Engine engine, int millis) {
    long begin = clock.nanos();
    long end = begin + millis * 1_000_000L;
    long done = 0;
    while (clock.nanos() < end) {
      engine.run(0, 0, CALLERS);
      done += CALLERS;
    }
    return done * 1e9 / (clock.nanos() - begin);
  }

  private double together(Engine engine, int callers, int millis) {
    AtomicLong done = new AtomicLong();
    long begin = clock.nanos();
    try (Rigged rigged = new Rigged(engine, COST);
        ExecutorService threads = Executors.newFixedThreadPool(callers)) {
      long end = begin + millis * 1_000_000L;
      for (int i = 0; i < callers; i++) {
        threads.execute(
            () -> {
              while (clock.nanos() < end) {
                rigged.call();
                done.incrementAndGet();
              }
            });
      }
    }
    return done.get() * 1e9 / (clock.nanos() - begin);
  }

  private static Row figure(Mark mark, String load, String system, long n) {
    return Row.of(mark)
        .with("scenario", "in process")
        .with("load", load)
        .with("system", system)
        .with("onTimePercent", 100.0)
        .with("n", n);
  }

  private void judge(Mark mark, String what, double ours, double bound, boolean held) {
    verdicts.add(
        new Standing.Verdict(
            held ? Comparison.Verdict.NO_MEASURABLE_DIFFERENCE : Comparison.Verdict.BEHIND,
            false,
            Row.of(mark)
                .with("scenario", "in process")
                .with("load", what)
                .with("figure", "bound")
                .with("edgewise", ours)
                .with("theirs", bound)
                .with("winner", held ? "held" : "NOT HELD")
                .with("verdict", held ? "HELD" : "BEHIND")));
  }

  /** A device with one model. */
  private final class Rigged implements AutoCloseable {
    private final ExecutorService threads = Executors.newSingleThreadExecutor();
    private final RealTimeline timeline = new RealTimeline(clock);
    private final Device device;
    private final Batcher<Item, Item> batcher;
    private volatile boolean closed;

    Rigged(Engine engine, Contender.Cost cost) {
      device = Device.on(clock, timeline, threads).build();
      Contender.Rig rig =
          new Contender.Rig(timeline, threads, engine, cost, 1, 1, 1, Long.MAX_VALUE);
      batcher = device.open(Ours.family(rig, 0));
      Thread.ofPlatform()
          .daemon()
          .name("timers")
          .start(() -> timeline.run(() -> closed, Long.MAX_VALUE));
    }

    void call() {
      batcher.call(new Item(0, 0, 0, 0, answer -> {}), Terms.usual()).orThrow();
    }

    @Override
    public void close() {
      device.close();
      threads.close();
      closed = true;
      timeline.wake();
    }
  }
}
