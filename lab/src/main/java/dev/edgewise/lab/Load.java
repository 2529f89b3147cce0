package dev.edgewise.lab;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Outcome;
import dev.edgewise.lab.process.DaemonProcess;
import dev.edgewise.sdk.api.Edgewise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;

/**
 * An open-loop load: calls begin at a steady rate, whether or not earlier ones have ended, and each
 * is timed from when it should have begun, so that a stall of the generator does not hide a stall
 * of the fleet.
 */
final class Load {
  private final LongFunction<CallResult> ask;
  private final long intervalNanos;
  private final ConcurrentLinkedQueue<CallResult> results = new ConcurrentLinkedQueue<>();
  private final AtomicLong begun = new AtomicLong();
  private final AtomicLong ended = new AtomicLong();
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CountDownLatch stopped = new CountDownLatch(1);

  private Load(double callsPerSecond, LongFunction<CallResult> ask) {
    this.ask = ask;
    this.intervalNanos = (long) (1e9 / callsPerSecond);
  }

  static Load start(Edgewise eco, double callsPerSecond, Work<?> work) {
    return start(callsPerSecond, due -> result(eco, work, due));
  }

  /** A load of something else than calls; {@code ask} says whether it got a right answer. */
  static Load start(double timesPerSecond, Callable<Boolean> ask) {
    return start(timesPerSecond, due -> result(ask, due));
  }

  private static Load start(double timesPerSecond, LongFunction<CallResult> ask) {
    Load load = new Load(timesPerSecond, ask);
    Thread.ofPlatform().daemon().name("load").start(load::run);
    return load;
  }

  private void run() {
    long next = System.nanoTime();
    while (!stopping.get()) {
      long wait = next - System.nanoTime();
      if (wait > 0) {
        LockSupport.parkNanos(wait);
        continue;
      }
      long due = next;
      begun.incrementAndGet();
      Thread.ofVirtual().start(() -> call(due));
      next += intervalNanos;
    }
    stopped.countDown();
  }

  private void call(long due) {
    results.add(ask.apply(due));
    ended.incrementAndGet();
  }

  private static CallResult result(Callable<Boolean> ask, long due) {
    boolean right;
    try {
      right = ask.call();
    } catch (Exception e) {
      right = false;
    }
    long took = System.nanoTime() - due;
    return new CallResult(due, took, Optional.empty(), Optional.empty(), right);
  }

  private static <R> CallResult result(Edgewise eco, Work<R> some, long due) {
    long token = due ^ Thread.currentThread().threadId();
    try {
      Outcome<R> outcome = some.call().apply(eco, token);
      long took = System.nanoTime() - due;
      return switch (outcome) {
        case Outcome.Completed<R> completed ->
            new CallResult(
                due,
                took,
                Optional.of(completed.node().name()),
                Optional.empty(),
                some.right().test(token, completed.value()));
        case Outcome.Refused<R> refused -> failure(due, took, refused.cause());
        case Outcome.Expired<R> expired -> failure(due, took, expired.cause());
        case Outcome.Failed<R> failed -> failure(due, took, failed.cause());
        case Outcome.Cancelled<R> cancelled -> failure(due, took, cancelled.cause());
      };
    } catch (EdgewiseException e) {
      return failure(due, System.nanoTime() - due, e);
    }
  }

  private static CallResult failure(long due, long took, EdgewiseException cause) {
    return new CallResult(due, took, cause.node(), Optional.of(cause.code()), true);
  }

  /** What has ended so far. */
  List<CallResult> results() {
    return new ArrayList<>(results);
  }

  /** Begins no more calls and waits for those that run. */
  List<CallResult> finish() throws InterruptedException {
    stopping.set(true);
    stopped.await();
    while (ended.get() < begun.get()) {
      LockSupport.parkNanos(1_000_000);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
    return results();
  }

  /** The share of a node, 0 to 1, in the calls that were begun in a span and answered. */
  static double share(List<CallResult> results, String node, long fromNanos, long toNanos) {
    long all = 0;
    long there = 0;
    for (CallResult result : results) {
      if (result.begunNanos() >= fromNanos
          && result.begunNanos() < toNanos
          && result.node().isPresent()) {
        all++;
        there += result.node().get().equals(node) ? 1 : 0;
      }
    }
    return all == 0 ? 0 : (double) there / all;
  }

  /**
   * The one with more of the calls: the router need not use both, and an idle one loses nothing.
   */
  static DaemonProcess busier(List<CallResult> results, DaemonProcess one, DaemonProcess two) {
    return share(results, one.name(), Long.MIN_VALUE, Long.MAX_VALUE) >= 0.5 ? one : two;
  }

  /** How many failed for each reason, for a report. */
  static String failures(List<CallResult> results) {
    var byCode = new java.util.TreeMap<String, Integer>();
    for (CallResult result : results) {
      if (result.failed()) {
        byCode.merge(result.error().map(ErrorCode::id).orElse("wrong answer"), 1, Integer::sum);
      }
    }
    return byCode.isEmpty() ? "none" : byCode.toString();
  }
}
