package dev.edgewise.serving.text;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.model.LanguageModel;
import dev.edgewise.core.model.LanguageSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The sessions of one model: so many, each for one text at a time. Whoever finds none waits in the
 * order of coming, and beyond a bound is turned away. A session that is given back keeps its text,
 * and the next caller of the same tenant whose tokens begin alike does not have them read again;
 * anybody else gets it empty. Thread-safe.
 */
final class Sessions {
  private final LanguageModel model;
  private final Worker worker;
  private final int capacity;
  private final int most;
  private final int mostWaiting;
  private final Clock clock;
  private final Semaphore free;
  private final AtomicInteger waiting = new AtomicInteger();
  private final List<Idle> idle = new ArrayList<>();
  private int opened;

  /** Of a tenant, with what it has read, in the order of their coming back. */
  private record Idle(LanguageSession session, String tenant, int[] tokens) {}

  /**
   * A session that one text has, and how many of its tokens are in it already.
   *
   * @param reused tokens at the beginning
   */
  record Lease(LanguageSession session, int reused) {}

  /**
   * No session yet.
   *
   * @param capacity tokens of each
   * @param most sessions
   * @param mostWaiting callers that wait for one
   */
  Sessions(
      LanguageModel model, Worker worker, int capacity, int most, int mostWaiting, Clock clock) {
    this.model = model;
    this.worker = worker;
    this.capacity = capacity;
    this.most = most;
    this.mostWaiting = mostWaiting;
    this.clock = clock;
    this.free = new Semaphore(most, true);
  }

  /**
   * Takes a session.
   *
   * @param tokens of the text; at least the last of them is left to be read
   * @throws EdgewiseException with {@code OVERLOADED}, {@code EXPIRED} or {@code NO_MODEL_MEMORY}
   */
  Lease take(String tenant, int[] tokens, long deadlineNanos) throws InterruptedException {
    if (!free.tryAcquire()) {
      await(deadlineNanos);
    }
    try {
      Optional<Idle> chosen = chosen(tenant, tokens);
      if (chosen.isEmpty()) {
        return new Lease(worker.run(() -> model.open(capacity)), 0);
      }
      Idle known = chosen.get();
      int common = known.tenant().equals(tenant) ? common(known.tokens(), tokens) : 0;
      try {
        worker.run(
            () -> {
              known.session().cut(common);
              return true;
            });
      } catch (InterruptedException | RuntimeException e) {
        drop(known.session());
        throw e;
      }
      return new Lease(known.session(), common);
    } catch (InterruptedException | RuntimeException e) {
      free.release();
      throw e;
    }
  }

  private void await(long deadlineNanos) throws InterruptedException {
    if (waiting.incrementAndGet() > mostWaiting) {
      waiting.decrementAndGet();
      throw EdgewiseException.of(
          ErrorCode.OVERLOADED,
          "Model \""
              + model.name()
              + "\" writes "
              + most
              + " texts, and "
              + mostWaiting
              + " more wait for it. Call it again later, or let another node serve it.");
    }
    try {
      if (!free.tryAcquire(Math.max(0, deadlineNanos - clock.nanos()), TimeUnit.NANOSECONDS)) {
        throw EdgewiseException.of(
            ErrorCode.EXPIRED,
            "Model \""
                + model.name()
                + "\" was writing "
                + most
                + " other texts until the deadline. Call it again later, with a longer deadline, or"
                + " let another node serve it.");
      }
    } finally {
      waiting.decrementAndGet();
    }
  }

  /** One that is there, or the right to open another. */
  private synchronized Optional<Idle> chosen(String tenant, int[] tokens) {
    int best = -1;
    int longest = 0;
    for (int i = 0; i < idle.size(); i++) {
      Idle each = idle.get(i);
      int common = each.tenant().equals(tenant) ? common(each.tokens(), tokens) : 0;
      if (common > longest) {
        longest = common;
        best = i;
      }
    }
    if (best < 0) {
      if (opened < most) {
        opened++;
        return Optional.empty();
      }
      // All have something else in them: the one that nobody came back to for longest.
      best = 0;
    }
    return Optional.of(idle.remove(best));
  }

  static int common(int[] held, int[] wanted) {
    int differs = Arrays.mismatch(held, wanted);
    return Math.min(differs < 0 ? held.length : differs, wanted.length - 1);
  }

  /**
   * Gives a session back.
   *
   * @param tokens that are in it
   */
  void giveBack(LanguageSession session, String tenant, int[] tokens) {
    synchronized (this) {
      idle.add(new Idle(session, tenant, tokens));
    }
    free.release();
  }

  /** Gives up a session of which nobody knows what is in it. */
  void giveUp(LanguageSession session) throws InterruptedException {
    try {
      drop(session);
    } finally {
      free.release();
    }
  }

  private void drop(LanguageSession session) throws InterruptedException {
    synchronized (this) {
      opened--;
    }
    worker.run(
        () -> {
          session.close();
          return true;
        });
  }

  /** Texts that are being written now. */
  int busy() {
    return most - free.availablePermits();
  }

  /** Callers that wait now. */
  int waiting() {
    return waiting.get();
  }

  /** Frees all; nobody has one any more. On the worker's thread. */
  synchronized void close() {
    idle.forEach(each -> each.session().close());
    idle.clear();
  }
}
