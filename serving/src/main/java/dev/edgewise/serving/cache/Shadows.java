package dev.edgewise.serving.cache;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Work beside the calls: computing once more what was answered from the cache, to see whether it
 * was right. Few at a time, none that waits: when there is no place, or the node is busy, it is
 * dropped and counted. Thread-safe.
 */
final class Shadows implements AutoCloseable {
  private final Semaphore places;
  private final int most;
  private final BooleanSupplier busy;
  private final ThreadFactory threads;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicLong ran = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();

  /**
   * Shadows.
   *
   * @param most at the same time; 0 for none
   * @param busy whether calls already want all that the node has
   * @param threads one for each
   */
  Shadows(int most, BooleanSupplier busy, ThreadFactory threads) {
    this.most = most;
    this.places = new Semaphore(most);
    this.busy = requireNonNull(busy, "busy");
    this.threads = requireNonNull(threads, "threads");
  }

  /** Runs it on a thread of its own, or not at all. */
  boolean offer(Runnable work) {
    if (closed.get() || busy.getAsBoolean() || !places.tryAcquire()) {
      dropped.incrementAndGet();
      return false;
    }
    try {
      threads
          .newThread(
              () -> {
                try {
                  work.run();
                  ran.incrementAndGet();
                } finally {
                  places.release();
                }
              })
          .start();
      return true;
    } catch (RuntimeException | Error e) {
      places.release();
      throw e;
    }
  }

  /** How many have run. */
  long ran() {
    return ran.get();
  }

  /** How many were not run. */
  long dropped() {
    return dropped.get();
  }

  /** Whether those that run are wanted still. */
  boolean closed() {
    return closed.get();
  }

  /** Waits until none runs; for tests, and for the last word. */
  void awaitNone() throws InterruptedException {
    places.acquire(most);
    places.release(most);
  }

  @Override
  public void close() {
    closed.set(true);
  }
}
