package dev.edgewise.bench.load;

import dev.edgewise.core.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Callers that call when their last call was answered, each on a thread of its own: for what two
 * systems that take turns on one machine can do. A stall shows in few of its calls only; what is
 * told of latencies under a given load is for {@link LoadRun}.
 */
public final class ClosedLoop {
  private static final int MOST_CALLS = 1 << 20;

  private ClosedLoop() {}

  /** One call; throws when its answer is not what it should be. Thread-safe. */
  @FunctionalInterface
  public interface Call {
    /** Calls, and waits for the answer. */
    void make() throws IOException, InterruptedException;
  }

  /**
   * What a run showed.
   *
   * @param calls that were answered
   * @param perSecond of them
   * @param p50Millis of a call
   * @param p99Millis of a call
   */
  public record Sample(long calls, double perSecond, double p50Millis, double p99Millis) {}

  /**
   * Lets so many callers call for a while.
   *
   * @throws IOException when one of them failed
   */
  public static Sample run(Clock clock, Call call, int callers, Duration duration)
      throws IOException, InterruptedException {
    List<Future<long[]>> running = new ArrayList<>();
    long begun = clock.nanos();
    long end = begun + duration.toNanos();
    try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
      for (int i = 0; i < callers; i++) {
        running.add(threads.submit(() -> until(clock, call, end)));
      }
    }
    double seconds = (clock.nanos() - begun) / 1e9;
    List<long[]> all = new ArrayList<>();
    for (Future<long[]> one : running) {
      try {
        all.add(one.get());
      } catch (ExecutionException e) {
        throw new IOException(e.getCause());
      }
    }
    long[] times = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    return new Sample(times.length, times.length / seconds, at(times, 0.5), at(times, 0.99));
  }

  private static long[] until(Clock clock, Call call, long end)
      throws IOException, InterruptedException {
    long[] times = new long[1024];
    int calls = 0;
    for (long from = clock.nanos(); from < end && calls < MOST_CALLS; ) {
      call.make();
      long now = clock.nanos();
      if (calls == times.length) {
        times = Arrays.copyOf(times, 2 * calls);
      }
      times[calls++] = now - from;
      from = now;
    }
    return Arrays.copyOf(times, calls);
  }

  private static double at(long[] sorted, double part) {
    return sorted.length == 0 ? Double.NaN : sorted[(int) (part * (sorted.length - 1))] / 1e6;
  }
}
