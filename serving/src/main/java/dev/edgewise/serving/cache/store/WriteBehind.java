package dev.edgewise.serving.cache.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is still to be written to a slow tier, in order, at most one thing for each key. Whoever
 * keeps something does not wait; what does not fit is dropped and counted. What is to be forgotten
 * is never dropped, and counts as forgotten from the moment on that it was asked for. Thread-safe.
 */
final class WriteBehind {
  private static final int MOST_WAITING = 4_096;
  private static final long MOST_BYTES = 64L << 20;

  private final Tier tier;
  private final Executor executor;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private final Map<Key, Order> waiting = new LinkedHashMap<>();
  private long bytes;
  private long orders;
  private long dropped;
  private boolean running;
  private boolean tending;
  private boolean closed;

  /**
   * What is to be done with a key.
   *
   * @param entry to be kept; empty: the key is to be forgotten
   * @param number of the order, since two may be alike
   */
  record Order(Optional<Entry> entry, long number) {
    long size() {
      return entry.map(Entry::size).orElse(0L);
    }
  }

  /**
   * Nothing waits yet.
   *
   * @param executor runs one task at a time of ours, which may block
   */
  WriteBehind(Tier tier, Executor executor) {
    this.tier = tier;
    this.executor = executor;
  }

  Tier tier() {
    return tier;
  }

  /**
   * What waits to be done with a key: whoever asks for it is told so, and not what the tier has.
   */
  Optional<Order> peek(Key key) {
    lock.lock();
    try {
      return Optional.ofNullable(waiting.get(key));
    } finally {
      lock.unlock();
    }
  }

  /** Keeps it later, or drops it. */
  void keep(Key key, Entry entry) {
    lock.lock();
    try {
      Order old = waiting.get(key);
      boolean fits =
          bytes - (old == null ? 0 : old.size()) + entry.size() <= MOST_BYTES
              && (old != null || waiting.size() < MOST_WAITING);
      if (closed || !fits) {
        dropped++;
        return;
      }
      replace(key, Optional.of(entry));
    } finally {
      lock.unlock();
    }
    start();
  }

  /** Forgets it. */
  void forget(Key key) {
    boolean later;
    lock.lock();
    try {
      later = !closed && (waiting.containsKey(key) || waiting.size() < 2 * MOST_WAITING);
      if (later) {
        replace(key, Optional.empty());
      }
    } finally {
      lock.unlock();
    }
    if (later) {
      start();
    } else {
      tier.remove(key);
    }
  }

  /** Lets the tier do what it puts off. */
  void tend() {
    lock.lock();
    try {
      tending = !closed;
    } finally {
      lock.unlock();
    }
    start();
  }

  /** How many were not kept because too many waited. */
  long dropped() {
    lock.lock();
    try {
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more, and waits until all is written, if that is done within so many nanoseconds. */
  boolean drain(long nanos) {
    lock.lock();
    try {
      closed = true;
      long left = nanos;
      while (running && left > 0) {
        left = idle.awaitNanos(left);
      }
      return !running;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private void replace(Key key, Optional<Entry> entry) {
    Order order = new Order(entry, orders++);
    Order old = waiting.put(key, order);
    bytes += order.size() - (old == null ? 0 : old.size());
  }

  private void start() {
    lock.lock();
    try {
      if (running || (waiting.isEmpty() && !tending)) {
        return;
      }
      running = true;
    } finally {
      lock.unlock();
    }
    try {
      executor.execute(this::work);
    } catch (RejectedExecutionException e) {
      // The node stops: the tier gets no more.
      finish();
    }
  }

  private void finish() {
    lock.lock();
    try {
      running = false;
      idle.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void work() {
    boolean done = false;
    try {
      while (step()) {
        // On to the next.
      }
      done = true;
    } finally {
      if (!done) {
        finish();
      }
    }
  }

  /** One thing; false when there was none, and this is not running any more. */
  private boolean step() {
    Optional<Map.Entry<Key, Order>> next;
    lock.lock();
    try {
      next = waiting.entrySet().stream().findFirst().map(Map.Entry::copyOf);
      if (next.isEmpty()) {
        if (!tending) {
          finish();
          return false;
        }
        tending = false;
      }
    } finally {
      lock.unlock();
    }
    next.ifPresentOrElse(order -> carryOut(order.getKey(), order.getValue()), tier::tend);
    return true;
  }

  private void carryOut(Key key, Order order) {
    order.entry().ifPresentOrElse(entry -> tier.put(key, entry), () -> tier.remove(key));
    lock.lock();
    try {
      // It waited until here, so that whoever asked meanwhile was told. What replaced it is next.
      Order now = waiting.get(key);
      if (now != null && now.number() == order.number()) {
        waiting.remove(key);
        bytes -= order.size();
      }
    } finally {
      lock.unlock();
    }
  }
}
