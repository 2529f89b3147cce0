package dev.edgewise.serving.cache;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.spi.CallContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls that ask the same at the same time share one run. The run has a thread of its own and
 * goes on as long as one of them waits, whoever came first; when the last one has left, it is
 * interrupted. Each waits no longer than its own deadline. When it fails, all fail with the same.
 * Thread-safe.
 *
 * @param <K> what is equal for calls that ask the same
 * @param <R> the result
 */
final class SingleFlight<K, R> {
  private final ConcurrentMap<K, Flight<R>> flights = new ConcurrentHashMap<>();
  private final ThreadFactory threads;
  private final AtomicLong landed = new AtomicLong();
  private final AtomicInteger underWay = new AtomicInteger();

  /** What is run once. */
  interface Work<R> {
    /**
     * Runs it.
     *
     * @param context of all that wait: has time until the last one's deadline, and is cancelled
     *     when all have left
     */
    R run(CallContext context) throws Exception;

    /**
     * Before the callers have their result, and unless all have left before. Must be short, and
     * must not throw.
     */
    default void keep(R result) {}

    /** When the callers have their result; may take its time, and must not throw. */
    default void after(R result) {}
  }

  /** Runs whose threads come from there, one each. */
  SingleFlight(ThreadFactory threads) {
    this.threads = requireNonNull(threads, "threads");
  }

  /**
   * How many runs have ended. Who looked for a result before the number went up, and not since, may
   * have missed one that is kept now.
   */
  long landed() {
    return landed.get();
  }

  /** How many runs are under way, what comes after them included. */
  int underWay() {
    return underWay.get();
  }

  /** How many calls wait for one. */
  int waiting() {
    return flights.values().stream().mapToInt(Flight::waiting).sum();
  }

  /**
   * Joins the run under that key, or begins it.
   *
   * @throws ExecutionException with what the run threw, the same for all that waited
   * @throws EdgewiseException with {@code EXPIRED} when this caller's time is over
   * @throws InterruptedException when this caller has gone
   */
  R call(K key, CallContext context, Work<R> work) throws ExecutionException, InterruptedException {
    Flight<R> flight = board(key, context, work);
    Duration left = context.timeLeft();
    try {
      return flight.result.get(Math.max(0, left.toNanos()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw EdgewiseException.of(
          ErrorCode.EXPIRED,
          context.method() + " was waited for until the call's time was over.",
          e);
    } finally {
      flight.leave(context);
    }
  }

  private Flight<R> board(K key, CallContext context, Work<R> work) {
    while (true) {
      Flight<R> mine = new Flight<>(context);
      Flight<R> known = flights.putIfAbsent(key, mine);
      if (known == null) {
        begin(key, mine, work);
        return mine;
      }
      if (known.join(context)) {
        return known;
      }
      // All that waited have left, and it is about to end for nobody.
      flights.remove(key, known);
    }
  }

  private void begin(K key, Flight<R> flight, Work<R> work) {
    underWay.incrementAndGet();
    try {
      flight.start(
          threads.newThread(
              () -> {
                try {
                  fly(key, flight, work);
                } finally {
                  underWay.decrementAndGet();
                }
              }));
    } catch (RuntimeException | Error e) {
      underWay.decrementAndGet();
      flights.remove(key, flight);
      flight.result.completeExceptionally(e);
    }
  }

  private void fly(K key, Flight<R> flight, Work<R> work) {
    R result;
    try {
      result = work.run(flight.context);
    } catch (Throwable e) {
      // Before anybody learns of it: who calls again then begins a new run.
      flights.remove(key, flight);
      flight.result.completeExceptionally(e);
      return;
    }
    boolean wanted = flight.wanted();
    try {
      if (wanted) {
        work.keep(result);
      }
    } finally {
      // In this order: who has the result and asks again finds what was kept.
      landed.incrementAndGet();
      flights.remove(key, flight);
      flight.result.complete(result);
    }
    if (wanted) {
      work.after(result);
    }
  }

  /** One run, and those who wait for it. */
  private static final class Flight<R> {
    final CompletableFuture<R> result = new CompletableFuture<>();
    final CallContext context;

    // Guarded by this.
    private final List<CallContext> waiting = new ArrayList<>();
    private @Nullable Thread runner;
    private boolean abandoned;

    Flight(CallContext first) {
      this.context = first.lasting(this::timeLeft, this::abandoned);
      waiting.add(first);
    }

    synchronized boolean join(CallContext caller) {
      if (!abandoned) {
        waiting.add(caller);
      }
      return !abandoned;
    }

    synchronized void leave(CallContext caller) {
      // By identity: two callers are never one.
      for (int i = 0; i < waiting.size(); i++) {
        if (waiting.get(i) == caller) {
          waiting.remove(i);
          break;
        }
      }
      if (waiting.isEmpty() && !result.isDone()) {
        abandoned = true;
        if (runner != null) {
          runner.interrupt();
        }
      }
    }

    synchronized void start(Thread thread) {
      runner = thread;
      thread.start();
    }

    private synchronized Duration timeLeft() {
      Duration longest = Duration.ZERO;
      for (CallContext each : waiting) {
        Duration left = each.timeLeft();
        longest = left.compareTo(longest) > 0 ? left : longest;
      }
      return longest;
    }

    synchronized int waiting() {
      return waiting.size();
    }

    private synchronized boolean abandoned() {
      return abandoned;
    }

    /** Whether the result was computed for somebody: what is made of an interrupt is no answer. */
    synchronized boolean wanted() {
      // One that came when the result was there already has no say in what follows.
      boolean unused = Thread.interrupted();
      return !abandoned;
    }
  }
}
