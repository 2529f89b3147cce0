package dev.edgewise.serving.host;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Threads of the system's own for calls that spend their time in native code, as many as the
 * machine has processors. Calls come on virtual threads, and native code holds the carrier of the
 * virtual thread that runs it: two pictures on a machine of two cores would stop every other
 * virtual thread of the process, those that keep the lease and answer for the node among them.
 * Whoever finds no thread waits in the order of coming. Thread-safe.
 */
final class NativeThreads implements AutoCloseable {
  private final Clock clock;
  private final ExecutorService threads;

  /**
   * Threads that are started when they are needed.
   *
   * @param size how many run at the same time, from 1
   */
  NativeThreads(int size, Clock clock) {
    this.clock = clock;
    this.threads = Executors.newFixedThreadPool(size, HostThreads.named("edgewise-native-"));
  }

  /**
   * Runs something on one of them; blocks until it has ended. What has begun is waited for also
   * when the caller has gone, since it uses a model that must not go away meanwhile: it has to look
   * itself whether it should stop.
   *
   * @param name of the model, for people
   * @param deadlineNanos of the clock, until which it must have begun
   * @throws EdgewiseException with {@code EXPIRED} when it did not; or what {@code work} throws
   */
  <R> R run(String name, Supplier<R> work, long deadlineNanos) throws InterruptedException {
    AtomicBoolean taken = new AtomicBoolean();
    FutureTask<R> task =
        new FutureTask<>(
            () -> {
              if (!taken.compareAndSet(false, true)) {
                throw new IllegalStateException("nobody waits for it any more");
              }
              return work.get();
            });
    threads.execute(task);
    boolean gone = false;
    R result;
    while (true) {
      try {
        result =
            gone || taken.get()
                ? task.get()
                : task.get(Math.max(0, deadlineNanos - clock.nanos()), TimeUnit.NANOSECONDS);
        break;
      } catch (TimeoutException _) {
        if (taken.compareAndSet(false, true)) {
          throw EdgewiseException.of(
              ErrorCode.EXPIRED,
              "Model \""
                  + name
                  + "\" had no processor before the deadline: others of its kind were running. Call"
                  + " it again later, with a longer deadline, or let another node serve it.");
        }
      } catch (InterruptedException e) {
        if (!gone && taken.compareAndSet(false, true)) {
          throw e;
        }
        gone = true;
      } catch (ExecutionException e) {
        throw rethrown(e.getCause() == null ? e : e.getCause());
      }
    }
    if (gone) {
      throw new InterruptedException();
    }
    return result;
  }

  private static RuntimeException rethrown(Throwable cause) {
    return switch (cause) {
      case RuntimeException known -> known;
      case Error error -> throw error;
      default -> new IllegalStateException(cause);
    };
  }

  /** Ends when what was begun has ended. */
  @Override
  public void close() {
    threads.close();
  }
}
