package dev.edgewise.orchestrator.keda;

import dev.edgewise.core.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Time that a test moves. */
final class ManualScheduler implements Scheduler {
  private final List<Task> tasks = new ArrayList<>();
  private Duration now = Duration.ZERO;

  private record Task(Duration at, Runnable work) {}

  @Override
  public Cancellable schedule(Duration delay, Runnable work) {
    Task task = new Task(now.plus(delay), work);
    tasks.add(task);
    return () -> tasks.remove(task);
  }

  /** Runs all that is due until then, in order. */
  void passes(Duration time) {
    Duration end = now.plus(time);
    Optional<Task> next = next(end);
    while (next.isPresent()) {
      tasks.remove(next.get());
      now = next.get().at();
      next.get().work().run();
      next = next(end);
    }
    now = end;
  }

  int waiting() {
    return tasks.size();
  }

  private Optional<Task> next(Duration end) {
    return tasks.stream()
        .filter(task -> task.at().compareTo(end) <= 0)
        .min(Comparator.comparing(Task::at));
  }
}
