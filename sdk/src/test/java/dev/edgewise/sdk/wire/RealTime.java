package dev.edgewise.sdk.wire;

import dev.edgewise.core.Scheduler;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Real threads and real delays, or a fraction of them, for tests over real sockets. */
public final class RealTime implements Scheduler, AutoCloseable {
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService executor = Executors.newCachedThreadPool();

  private final Semaphore scheduled = new Semaphore(0);
  private final int faster;

  public RealTime() {
    this(1);
  }

  /** One in which every wait is so many times shorter. */
  public RealTime(int faster) {
    this.faster = faster;
  }

  @Override
  public Cancellable schedule(Duration delay, Runnable task) {
    scheduled.release();
    try {
      ScheduledFuture<?> future =
          timer.schedule(task, Math.max(0, delay.toNanos() / faster), TimeUnit.NANOSECONDS);
      return () -> future.cancel(false);
    } catch (RejectedExecutionException e) {
      return () -> {};
    }
  }

  /** Waits until so many tasks more have been scheduled. */
  public void awaitScheduled(int tasks) throws InterruptedException {
    scheduled.drainPermits();
    if (!scheduled.tryAcquire(tasks, 20, TimeUnit.SECONDS)) {
      throw new AssertionError("fewer than " + tasks + " tasks were scheduled");
    }
  }

  public ExecutorService executor() {
    return executor;
  }

  @Override
  public void close() {
    timer.shutdownNow();
    executor.shutdown();
  }
}
