package dev.edgewise.serving.batch;

import dev.edgewise.core.Clock;
import dev.edgewise.core.SystemScheduler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * What batching costs a lone caller, and what it brings callers who come again at once, on real
 * time and threads. For people: run its main; figures are relative to the same function called
 * directly in the same run.
 */
final class Overhead {
  private static final long ACCELERATOR = 2_000_000;
  private static final long SECONDS = 2;

  private Overhead() {}

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    try (ExecutorService threads = Executors.newCachedThreadPool();
        SystemScheduler scheduler = SystemScheduler.create("overhead")) {
      Device device = Device.on(Clock.system(), scheduler, threads).build();
      idle(device);
      closedLoop(device, threads);
    }
  }

  private static void idle(Device device) throws Exception {
    BatchFunction<Integer, Integer> quick =
        items -> {
          long end = Clock.system().nanos() + 100_000;
          while (Clock.system().nanos() < end) {
            Thread.onSpinWait();
          }
          return items;
        };
    Batcher<Integer, Integer> batcher = device.open(LaneFamily.of("quick", quick).build());
    List<Integer> one = List.of(1);
    int calls = 4_000;
    long[][] took = new long[3][calls];
    for (int call = 0; call < calls; call++) {
      long begin = Clock.system().nanos();
      Object unused = quick.run(one);
      long direct = Clock.system().nanos();
      Object unusedResult = batcher.call(1, Terms.usual()).orThrow();
      long called = Clock.system().nanos();
      Object unusedToo = batcher.submit(1, Terms.usual()).join().orThrow();
      took[0][call] = direct - begin;
      took[1][call] = called - direct;
      took[2][call] = Clock.system().nanos() - called;
    }
    for (long[] each : took) {
      Arrays.sort(each);
    }
    System.out.printf(
        "idle p50 (p99): direct %.1f (%.1f) us, call %.1f (%.1f) us, submit %.1f (%.1f) us%n",
        took[0][calls / 2] / 1e3,
        took[0][calls * 99 / 100] / 1e3,
        took[1][calls / 2] / 1e3,
        took[1][calls * 99 / 100] / 1e3,
        took[2][calls / 2] / 1e3,
        took[2][calls * 99 / 100] / 1e3);
  }

  private static void closedLoop(Device device, ExecutorService threads) throws Exception {
    BatchFunction<Integer, Integer> flat =
        items -> {
          LockSupport.parkNanos(ACCELERATOR);
          return items;
        };
    List<Integer> eight = List.of(1, 2, 3, 4, 5, 6, 7, 8);
    long begin = Clock.system().nanos();
    long runs = 0;
    while (Clock.system().nanos() - begin < SECONDS * 1_000_000_000) {
      Object unused = flat.run(eight);
      runs++;
    }
    double raw = 8.0 * runs / SECONDS;
    System.out.printf("raw batches of 8: %.0f a second%n", raw);
    for (int clients : new int[] {1, 2, 4, 6, 7, 8, 9, 16}) {
      Batcher<Integer, Integer> batcher =
          device.open(
              LaneFamily.of("flat" + clients, flat)
                  .settings(LaneSettings.usual().withMaxBatchSize(8))
                  .build());
      AtomicLong sizes = new AtomicLong();
      List<Future<Long>> loops = new ArrayList<>();
      for (int client = 0; client < clients; client++) {
        loops.add(threads.submit(() -> calls(batcher, sizes)));
      }
      long calls = 0;
      for (Future<Long> loop : loops) {
        calls += loop.get();
      }
      System.out.printf(
          "%2d clients: %.0f a second, %.0f %% of raw, mean batch %.1f%n",
          clients,
          (double) calls / SECONDS,
          100.0 * calls / SECONDS / raw,
          (double) sizes.get() / calls);
      batcher.close();
    }
  }

  private static long calls(Batcher<Integer, Integer> batcher, AtomicLong sizes) {
    long begin = Clock.system().nanos();
    long calls = 0;
    while (Clock.system().nanos() - begin < SECONDS * 1_000_000_000) {
      if (batcher.call(1, Terms.usual()) instanceof Verdict.Completed<Integer> completed) {
        sizes.addAndGet(completed.batchSize());
        calls++;
      }
    }
    return calls;
  }
}
