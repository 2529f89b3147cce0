package dev.edgewise.lab.serve;

import java.util.ArrayDeque;
import java.util.Deque;

/** The rules of others, as their sources have them; none merges items of different shapes. */
final class Rules {
  private Rules() {}

  /** Every call alone, in the order in which they came. */
  static Rule unbatched() {
    return (line, now, busy) -> new Rule.Step.Run(1);
  }

  /**
   * DJL Serving, TorchServe (100 ms), mosec, Ray Serve (10 ms): a free worker takes the first call
   * and waits until the batch is full or the delay is over, whether or not the device is idle. It
   * counts from when the worker sees the call, which is after its last batch.
   */
  static Rule window(long delayNanos) {
    return (line, now, busy) -> {
      int ready = Math.min(line.prefix(), Cell.MAX_BATCH);
      long until = Math.max(line.headNanos(), line.freeNanos()) + delayNanos;
      // What closes a batch early is its size, or a call that does not fit into it.
      boolean full = ready == Cell.MAX_BATCH || line.prefix() < line.count();
      return full || now >= until ? new Rule.Step.Run(ready) : new Rule.Step.Later(until);
    };
  }

  /**
   * Triton's dynamic batcher: the batch is closed when it is full, a call of another shape is next,
   * or the oldest is older than {@code max_queue_delay}; 0 sends what is there.
   */
  static Rule triton(long delayNanos) {
    return (line, now, busy) -> {
      int ready = Math.min(line.prefix(), Cell.MAX_BATCH);
      long until = line.headNanos() + delayNanos;
      boolean closed = ready == Cell.MAX_BATCH || line.prefix() < line.count();
      return closed || now >= until ? new Rule.Step.Run(ready) : new Rule.Step.Later(until);
    };
  }

  /**
   * BentoML's CORK dispatcher with the true a and b of {@code duration = a·n + b}, and the calls'
   * deadline as its {@code max_latency}: sheds the head when the whole queue as one batch would end
   * after it; with the device idle, waits in ticks of 1 ms while that seems to pay.
   */
  static Rule bento(Contender.Cost cost, long maxLatencyNanos) {
    return new Bento(cost, maxLatencyNanos);
  }

  private static final class Bento implements Rule {
    private static final long TICK = 1_000_000;
    private static final int KEPT = 50;

    private final double a;
    private final double b;
    private final long maxLatency;
    private final Deque<Long> waits = new ArrayDeque<>();
    private long sum;

    Bento(Contender.Cost cost, long maxLatencyNanos) {
      this.a = (cost.nanos(Cell.MAX_BATCH) - cost.nanos(1)) / (Cell.MAX_BATCH - 1.0);
      this.b = cost.nanos(1) - a;
      this.maxLatency = maxLatencyNanos;
    }

    @Override
    public Step next(Line line, long now, boolean busy) {
      int n = line.count();
      long w0 = now - line.headNanos();
      if (n > 1 && w0 + a * n + b >= maxLatency) {
        return new Step.Shed();
      }
      if (busy) {
        return n == 1 && w0 >= maxLatency ? new Step.Shed() : new Step.Later(now + TICK);
      }
      long wn = now - line.lastNanos();
      if (n < Cell.MAX_BATCH && n * (wn + TICK + a) <= 0.95 * averageWait()) {
        return new Step.Later(now + TICK);
      }
      return new Step.Run(Math.min(line.prefix(), Cell.MAX_BATCH));
    }

    private double averageWait() {
      return waits.isEmpty() ? 0 : (double) sum / waits.size();
    }

    @Override
    public void left(Line line, int size, long headWaitedNanos) {
      waits.addLast(headWaitedNanos);
      sum += headWaitedNanos;
      if (waits.size() > KEPT) {
        sum -= waits.removeFirst();
      }
    }
  }
}
