package dev.edgewise.bench.load;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Time as it passes. Parks between tasks and does not spin: on a small machine a spinning sender
 * takes the processor from what it measures. What it sends late by that counts as latency, and is
 * reported as lag.
 */
public final class RealTimeline implements Timeline {
  private final Clock clock;
  private final PriorityBlockingQueue<Task> tasks = new PriorityBlockingQueue<>();
  private final AtomicLong numbers = new AtomicLong();
  private volatile @Nullable Thread runner;

  /** On this clock, for example {@link Clock#system}. */
  public RealTimeline(Clock clock) {
    this.clock = requireNonNull(clock, "clock");
  }

  @Override
  public long nanos() {
    return clock.nanos();
  }

  @Override
  public Instant now() {
    return clock.now();
  }

  @Override
  public Cancellable schedule(Duration delay, Runnable action) {
    Task task =
        new Task(clock.nanos() + Math.max(0, delay.toNanos()), numbers.getAndIncrement(), action);
    tasks.add(task);
    wake();
    return () -> tasks.remove(task);
  }

  @Override
  public boolean run(BooleanSupplier done, long latest) {
    runner = Thread.currentThread();
    try {
      while (!done.getAsBoolean()) {
        long now = clock.nanos();
        if (now - latest >= 0) {
          return false;
        }
        Task next = tasks.peek();
        if (next != null && next.due() - now <= 0) {
          if (tasks.remove(next)) {
            next.action().run();
          }
        } else {
          long until = next == null ? latest : Math.min(next.due(), latest);
          LockSupport.parkNanos(this, until - now);
        }
      }
      return true;
    } finally {
      runner = null;
    }
  }

  @Override
  public void wake() {
    Thread thread = runner;
    if (thread != null && thread != Thread.currentThread()) {
      LockSupport.unpark(thread);
    }
  }
}
