package dev.edgewise.orchestrator.gateway.generation;

import dev.edgewise.core.Clock;
import dev.edgewise.core.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A clock that stands still until it is told, and what waits for it. Thread-safe. */
final class ManualTime implements Clock, Scheduler {
  private record Task(long number, long at, Runnable what) {}

  private final List<Task> tasks = new ArrayList<>();
  private long nanos = 1_000;
  private long numbers;

  @Override
  public synchronized long nanos() {
    return nanos;
  }

  @Override
  public synchronized Instant now() {
    return Instant.EPOCH.plusNanos(nanos);
  }

  @Override
  public synchronized Cancellable schedule(Duration delay, Runnable what) {
    Task task = new Task(numbers++, nanos + delay.toNanos(), what);
    tasks.add(task);
    return () -> cancel(task);
  }

  private synchronized void cancel(Task task) {
    tasks.removeIf(known -> known.number() == task.number());
  }

  synchronized int waiting() {
    return tasks.size();
  }

  /** Lets time pass, and runs what is due. */
  void pass(Duration time) {
    long until;
    synchronized (this) {
      until = nanos + time.toNanos();
    }
    for (Optional<Task> due = next(until); due.isPresent(); due = next(until)) {
      due.get().what().run();
    }
    synchronized (this) {
      nanos = until;
    }
  }

  private synchronized Optional<Task> next(long until) {
    Optional<Task> due =
        tasks.stream().filter(task -> task.at() <= until).min(Comparator.comparingLong(Task::at));
    due.ifPresent(
        task -> {
          tasks.remove(task);
          nanos = Math.max(nanos, task.at());
        });
    return due;
  }
}
