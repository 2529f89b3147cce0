package dev.edgewise.serving.text;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Runs a model's native code, a few milliseconds at a time, in the order of asking: each text asks
 * for its next token when it has the last one, so that all come in turn, and a long prompt is read
 * in slices between the tokens of others. One thread of the system: native code would hold the
 * carrier of a virtual thread, and OpenMP keeps helpers for each thread that it meets. Thread-safe.
 */
final class Worker implements AutoCloseable {
  private final ExecutorService thread;

  /**
   * A worker.
   *
   * @param thread one, which this owns
   */
  Worker(ExecutorService thread) {
    this.thread = thread;
  }

  /**
   * Runs something; blocks until it has ended. What was asked for is waited for also when the
   * caller is interrupted, since it uses what the caller gives back next.
   *
   * @throws InterruptedException after it has ended
   */
  <R> R run(Supplier<R> work) throws InterruptedException {
    Future<R> result = thread.submit(work::get);
    boolean interrupted = false;
    while (true) {
      try {
        R given = result.get();
        if (interrupted) {
          throw new InterruptedException();
        }
        return given;
      } catch (InterruptedException e) {
        if (result.isDone()) {
          throw e;
        }
        interrupted = true;
      } catch (ExecutionException e) {
        throw unwrapped(e);
      }
    }
  }

  private static RuntimeException unwrapped(ExecutionException e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e);
  }

  /** Runs something after all that was asked for, and ends. */
  void last(Runnable work) {
    var unused = thread.submit(work);
    thread.close();
  }

  @Override
  public void close() {
    thread.close();
  }
}
