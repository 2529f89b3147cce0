package dev.edgewise.orchestrator.gateway;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds what callers can make the gateway hold: so many calls at the same time, and so many bytes
 * of their requests and answers. Thread-safe; nobody waits for a seat, since whoever is full had
 * better say so at once.
 */
public final class Seats {
  private final int maxCalls;
  private final long maxHeld;
  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong held = new AtomicLong();

  Seats(int maxCalls, long maxHeld) {
    this.maxCalls = maxCalls;
    this.maxHeld = maxHeld;
  }

  /** A place for one call; empty when all are taken. */
  Optional<Seat> take() {
    if (calls.incrementAndGet() > maxCalls) {
      calls.decrementAndGet();
      return Optional.empty();
    }
    return Optional.of(new Seat());
  }

  /** How many are taken. */
  long taken() {
    return calls.get();
  }

  /** Bytes that are held for the calls on them. */
  long held() {
    return held.get();
  }

  /** One call's place, to be given back by {@link #close}, once or more often. */
  public final class Seat implements AutoCloseable {
    private final AtomicLong own = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();

    private Seat() {}

    /** Counts bytes that this call holds until its end; false when they are too many. */
    public boolean hold(long bytes) {
      if (held.addAndGet(bytes) > maxHeld) {
        held.addAndGet(-bytes);
        return false;
      }
      own.addAndGet(bytes);
      if (closed.get()) {
        held.addAndGet(-own.getAndSet(0));
      }
      return true;
    }

    /** Bytes that this call no longer holds. */
    public void release(long bytes) {
      // Whoever closed meanwhile has released all.
      if (own.addAndGet(-bytes) >= 0) {
        held.addAndGet(-bytes);
      } else {
        own.addAndGet(bytes);
      }
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        held.addAndGet(-own.getAndSet(0));
        calls.decrementAndGet();
      }
    }
  }
}
