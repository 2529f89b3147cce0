package dev.edgewise.testkit;

import dev.edgewise.core.Clock;
import dev.edgewise.core.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * A clock and a scheduler that move only when a test says so: minutes pass in milliseconds, and in
 * the same order each time. For one thread.
 */
public final class VirtualTime implements Clock, Scheduler {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::number));
  // Not zero, so that code which takes a fresh long for "never" shows.
  private long nanos = -5_000_000_000L;
  private long numbers;

  private record Task(long due, long number, Runnable action) {}

  /** Starts at the beginning of 2026. */
  public VirtualTime() {}

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

  /** Lets time pass, running what falls due, in the order in which it does. */
  public void pass(Duration duration) {
    long end = nanos + duration.toNanos();
    for (Task next = tasks.peek(); next != null && next.due() <= end; next = tasks.peek()) {
      tasks.remove(next);
      nanos = next.due();
      next.action().run();
    }
    nanos = end;
  }
}
