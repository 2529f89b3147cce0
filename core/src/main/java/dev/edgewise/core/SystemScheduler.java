package dev.edgewise.core;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * A {@link Scheduler} on the machine's own time, with one thread. Closing it drops what has not
 * run.
 */
public final class SystemScheduler implements Scheduler, AutoCloseable {
  private final ScheduledThreadPoolExecutor executor;

  private SystemScheduler(ScheduledThreadPoolExecutor executor) {
    this.executor = executor;
  }

  /**
   * A scheduler whose only thread is a daemon.
   *
   * @param threadName for thread dumps
   */
  public static SystemScheduler create(String threadName) {
    ThreadFactory daemons =
        task -> {
          Thread thread = Executors.defaultThreadFactory().newThread(task);
          thread.setName(threadName);
          thread.setDaemon(true);
          return thread;
        };
    ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, daemons);
    // A call's deadline is cancelled when its answer comes: without this, thousands of dead tasks
    // would wait in the heap.
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    return new SystemScheduler(executor);
  }

  @Override
  public Cancellable schedule(Duration delay, Runnable task) {
    if (executor.isShutdown()) {
      return () -> {};
    }
    Future<?> future = executor.schedule(task, Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
    return () -> future.cancel(false);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
