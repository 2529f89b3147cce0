package dev.edgewise.testkit;

import dev.edgewise.core.LaneLoad;
import dev.edgewise.core.Load;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** How a {@link SimulatedNode} runs calls in batches, one at a time. For one thread. */
final class SimulatedLane {
  private final long fixed;
  private final long each;
  private final int cap;
  private final VirtualTime time;
  private long loadTakes;
  private boolean loading;
  private boolean busy;

  /** When the batch ends that runs, or the load. */
  private long end;

  SimulatedLane(Duration fixed, Duration each, int cap, VirtualTime time) {
    this.fixed = fixed.toNanos();
    this.each = each.toNanos();
    this.cap = cap;
    this.time = time;
  }

  void cold(Duration load) {
    loadTakes = load.toNanos();
  }

  int cap() {
    return cap;
  }

  /** Whether a batch may start now; if its model is cold, it is loaded, and then {@code again}. */
  boolean mayStart(Runnable again) {
    if (busy) {
      return false;
    }
    if (loadTakes == 0) {
      return true;
    }
    if (!loading) {
      loading = true;
      end = time.nanos() + loadTakes;
      time.schedule(
          Duration.ofNanos(loadTakes),
          () -> {
            loadTakes = 0;
            loading = false;
            again.run();
          });
    }
    return false;
  }

  void run(int size, Runnable ended) {
    busy = true;
    end = time.nanos() + cost(size);
    time.schedule(
        Duration.ofNanos(cost(size)),
        () -> {
          busy = false;
          ended.run();
        });
  }

  /** What one more call would meet; all methods share the lane. */
  List<LaneLoad> loads(Collection<String> methods, int waiting) {
    int joins = waiting % cap;
    long left = busy ? Math.max(0, end - time.nanos()) : 0;
    long wait = left + waiting / cap * cost(cap);
    long load = loading ? Math.max(0, end - time.nanos()) : loadTakes;
    return methods.stream()
        .sorted()
        .limit(Load.MAX_LANES)
        .map(
            method ->
                new LaneLoad(
                    method,
                    joins,
                    cap - joins,
                    Duration.ofNanos(wait),
                    Duration.ofNanos(cost(joins + 1)),
                    Duration.ofNanos(joins == 0 ? cost(1) : each),
                    Duration.ofNanos(cost(1)),
                    Duration.ofNanos(load)))
        .collect(Collectors.toList());
  }

  private long cost(int size) {
    return fixed + each * size;
  }
}
