package dev.edgewise.lab.serve;

import dev.edgewise.bench.load.LoadPlan;
import dev.edgewise.bench.load.LoadResult;
import dev.edgewise.bench.load.LoadRun;
import dev.edgewise.bench.load.LoadTerms;
import dev.edgewise.bench.load.RealTimeline;
import dev.edgewise.bench.load.Target;
import dev.edgewise.bench.load.Timeline;
import dev.edgewise.bench.load.VirtualTimeline;
import dev.edgewise.bench.load.WarmUp;
import dev.edgewise.core.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** One contender, one cell, one seed. */
final class Round {
  private Round() {}

  /** On virtual time, on the emulated device. */
  static LoadResult virtual(Cell cell, Contender contender, int calls, long seed) {
    VirtualTimeline time = new VirtualTimeline();
    Engine engine = new Emulated(seed, time::sleep);
    return run(cell, contender, time, time.executor(), engine, Emulated::cost, calls, 0, seed);
  }

  /** In real time, on a device that is waited for without burning a processor. */
  static LoadResult real(Cell cell, Contender contender, int calls, long seed) {
    Clock clock = Clock.system();
    Engine engine = new Emulated(seed, nanos -> park(clock, nanos));
    return real(cell, contender, engine, Emulated::cost, calls, seed);
  }

  /** In real time, on any engine. */
  static LoadResult real(
      Cell cell, Contender contender, Engine engine, Contender.Cost cost, int calls, long seed) {
    Timeline time = new RealTimeline(Clock.system());
    try (ExecutorService threads = Executors.newFixedThreadPool(cell.workers())) {
      return run(cell, contender, time, threads, engine, cost, calls, calls / 10, seed);
    }
  }

  private static LoadResult run(
      Cell cell,
      Contender contender,
      Timeline time,
      Executor executor,
      Engine engine,
      Contender.Cost cost,
      int calls,
      int warmUp,
      long seed) {
    Contender.Rig rig =
        new Contender.Rig(
            time,
            executor,
            engine,
            cost,
            cell.models(),
            cell.shapes(),
            cell.workers(),
            cell.deadline().toNanos());
    // The same for every contender: which model and shape a call asks for belongs to the arrivals.
    Random random = new Random(seed ^ 0x5DEECE66DL);
    int[] models = random.ints(calls, 0, cell.models()).toArray();
    int[] shapes = random.ints(calls, 0, cell.shapes()).toArray();
    try (Contender.Server server = contender.open(rig)) {
      Target target =
          (call, done) ->
              server.submit(
                  new Item(
                      models[call.index()],
                      shapes[call.index()],
                      call.intendedNanos(),
                      call.deadlineNanos(),
                      done));
      LoadTerms terms =
          new LoadTerms(cell.deadline(), 1_000_000, WarmUp.first(warmUp), Duration.ofSeconds(60));
      return LoadRun.run(time, new LoadPlan.Server(cell.arrivals(calls, seed)), terms, target);
    }
  }

  static void park(Clock clock, long nanos) {
    long until = clock.nanos() + nanos;
    for (long rest = nanos; rest > 0; rest = until - clock.nanos()) {
      LockSupport.parkNanos(rest);
    }
  }
}
