package dev.edgewise.core.model;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Who may run a model now, for engines: so many at once, the others wait in the order of their
 * coming, and the model is not freed under a run. Thread-safe.
 */
public final class Turns {
  private final String model;
  private final int parallel;
  private final Semaphore free;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Turns of one model.
   *
   * @param model its name, for messages
   * @param parallel runs at once, at least 1
   */
  public Turns(String model, int parallel) {
    this.model = requireNonNull(model, "model");
    this.parallel = atLeastOne(parallel);
    this.free = new Semaphore(parallel, true);
  }

  /**
   * Checks a number of runs at once.
   *
   * @throws IllegalArgumentException when it is less than 1
   */
  public static int atLeastOne(int parallel) {
    if (parallel < 1) {
      throw new IllegalArgumentException("parallelRuns: " + parallel + " (expected: at least 1)");
    }
    return parallel;
  }

  /**
   * Waits for a turn and takes it.
   *
   * @throws IllegalStateException after {@link #close}
   */
  public <T> T take(Supplier<T> run) {
    free.acquireUninterruptibly();
    try {
      if (closed.get()) {
        throw new IllegalStateException("Model '" + model + "' is closed");
      }
      return run.get();
    } finally {
      free.release();
    }
  }

  /** Waits for runs that have begun or wait, then frees the model; once, however often called. */
  public void close(Runnable freeing) {
    if (closed.compareAndSet(false, true)) {
      free.acquireUninterruptibly(parallel);
      try {
        freeing.run();
      } finally {
        free.release(parallel);
      }
    }
  }
}
