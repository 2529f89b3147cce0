package dev.edgewise.orchestrator.gateway;

import dev.edgewise.serving.protocol.Inference;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what callers can make the gateway hold: so many calls at the same time, and so many bytes
 * of their requests and answers. One call at a time may be larger than the room for all, since a
 * request that is allowed must pass when it is tried again: it has an account of its own, so that
 * it takes no room from the others. Thread-safe; nobody waits for a seat, since whoever is full had
 * better say so at once.
 */
public final class Seats {
  /** Of the one large call: a request and an answer, as large as any may be, and their heads. */
  static final long LARGEST = 2L * Inference.LARGEST + (1 << 20);

  private final int maxCalls;
  private final long maxHeld;
  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong held = new AtomicLong();
  private final AtomicReference<@Nullable Seat> large = new AtomicReference<>();

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
    private long own;
    private boolean closed;

    private Seat() {}

    /** Counts bytes that this call holds until its end; false when they are too many. */
    public synchronized boolean hold(long bytes) {
      if (closed) {
        // Whoever holds something for a call that has ended holds it no longer than a moment.
        return true;
      }
      if (large.get() == this) {
        return grow(bytes);
      }
      if (held.addAndGet(bytes) <= maxHeld) {
        own += bytes;
        return true;
      }
      held.addAndGet(-bytes);
      // Small ones do not become the large one because others take all the room.
      if (own + bytes <= maxHeld / 2 || !large.compareAndSet(null, this)) {
        return false;
      }
      held.addAndGet(-own);
      return grow(bytes);
    }

    private boolean grow(long bytes) {
      if (own + bytes > LARGEST) {
        return false;
      }
      own += bytes;
      return true;
    }

    /** Bytes that this call no longer holds. */
    public synchronized void release(long bytes) {
      // Whoever closed meanwhile has released all.
      if (!closed) {
        own -= bytes;
        if (large.get() != this) {
          held.addAndGet(-bytes);
        }
      }
    }

    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        if (!large.compareAndSet(this, null)) {
          held.addAndGet(-own);
        }
        own = 0;
        calls.decrementAndGet();
      }
    }
  }
}
