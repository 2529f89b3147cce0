package dev.edgewise.bench.load;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Time that jumps to the next thing to do: minutes pass in milliseconds, in the same order each
 * time. What is given to {@link #executor} may {@link #sleep}: it runs on a thread of its own, but
 * only ever one thread runs at a time, handed on like a baton, so that nothing depends on the
 * machine's scheduler. Such a task must not wait for another one by a lock or a condition.
 */
public final class VirtualTimeline implements Timeline {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  // Handed from thread to thread with the baton, which orders the accesses.
  private long nanos;
  private long numbers;
  private @Nullable Strand running;

  /** Begins at the beginning of 2026, and nanosecond 0. */
  public VirtualTimeline() {}

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public Instant now() {
    return START.plusNanos(nanos);
  }

  @Override
  public Cancellable schedule(Duration delay, Runnable action) {
    Task task = new Task(nanos + Math.max(0, delay.toNanos()), numbers++, action);
    tasks.add(task);
    return () -> tasks.remove(task);
  }

  @Override
  public boolean run(BooleanSupplier done, long latest) {
    while (!done.getAsBoolean()) {
      Task next = tasks.peek();
      if (next == null || next.due() > latest) {
        nanos = Math.max(nanos, latest);
        return false;
      }
      tasks.remove(next);
      nanos = Math.max(nanos, next.due());
      next.action().run();
    }
    return true;
  }

  @Override
  public void wake() {
    // Asked after each task anyway.
  }

  /** Runs tasks that may sleep. Each begins when whoever gave it has returned to {@link #run}. */
  public Executor executor() {
    return task -> {
      Strand strand = new Strand(task);
      schedule(Duration.ZERO, () -> pass(strand));
    };
  }

  /**
   * Lets time pass for a task of {@link #executor}, while others run.
   *
   * @throws IllegalStateException when called from elsewhere
   */
  public void sleep(long durationNanos) {
    Strand self = running;
    if (self == null) {
      throw new IllegalStateException("sleep: not in a task of executor()");
    }
    schedule(Duration.ofNanos(durationNanos), () -> pass(self));
    self.yieldBaton();
  }

  /** Gives the baton to a strand and waits until it comes back. */
  private void pass(Strand strand) {
    running = strand;
    strand.take();
    running = null;
  }

  /** A task on a thread of its own. */
  private static final class Strand {
    private static final Object BATON = new Object();

    private final Runnable task;
    private final SynchronousQueue<Object> there = new SynchronousQueue<>();
    private final SynchronousQueue<Object> back = new SynchronousQueue<>();
    private boolean started;
    private @Nullable Throwable failure;

    Strand(Runnable task) {
      this.task = task;
    }

    void take() {
      if (started) {
        put(there);
      } else {
        started = true;
        Thread.ofVirtual().name("virtual time").start(this::begin);
      }
      await(back);
      if (failure != null) {
        throw new IllegalStateException("a task on virtual time broke", failure);
      }
    }

    private void begin() {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        failure = e;
      }
      put(back);
    }

    void yieldBaton() {
      put(back);
      await(there);
    }

    private static void put(SynchronousQueue<Object> queue) {
      try {
        queue.put(BATON);
      } catch (InterruptedException e) {
        throw new IllegalStateException("virtual time was interrupted", e);
      }
    }

    private static void await(SynchronousQueue<Object> queue) {
      try {
        queue.take();
      } catch (InterruptedException e) {
        throw new IllegalStateException("virtual time was interrupted", e);
      }
    }
  }
}
