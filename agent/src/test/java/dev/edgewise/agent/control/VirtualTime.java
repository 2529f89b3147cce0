package dev.edgewise.agent.control;

import dev.edgewise.core.Clock;
import dev.edgewise.core.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock that moves only when it is told to, and runs what falls due on the way. */
final class VirtualTime implements Clock, Scheduler {
  private record Task(long due, long number, Runnable work) {}

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::number));
  private long nanos = 1_000_000_000L;
  private long number;

  @Override
  public long nanos() {
    return nanos;
  }

  @Override
  public Instant now() {
    return Instant.EPOCH.plusNanos(nanos);
  }

  @Override
  public Cancellable schedule(Duration delay, Runnable work) {
    Task task = new Task(nanos + Math.max(0, delay.toNanos()), number++, work);
    tasks.add(task);
    return () -> tasks.remove(task);
  }

  void run(Duration duration) {
    long end = nanos + duration.toNanos();
    for (Task next = tasks.peek(); next != null && next.due() <= end; next = tasks.peek()) {
      tasks.remove(next);
      nanos = Math.max(nanos, next.due());
      next.work().run();
    }
    nanos = end;
  }

  /** Time goes on, but nothing runs: what a stopped process sees. */
  void pause(Duration duration) {
    nanos += duration.toNanos();
  }
}
