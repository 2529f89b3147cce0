package dev.edgewise.serving.cache.store;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** What the memory tier has of one result. Thread-safe. */
sealed interface Held {
  /** Beside value and about: key, node of the cache, this. About, measured on JDK 25. */
  int OVERHEAD = 384;

  /** The result; empty when it was freed meanwhile. */
  Optional<Entry> read();

  /** Bytes that it takes. */
  int bytes();

  Duration cost();

  Instant expires();

  /** It is not kept any more; whoever reads it now still gets all of it. */
  void free();

  /** In the heap, in arrays of its own: what came may be a slice of something larger. */
  static Held inHeap(Entry entry) {
    return new InHeap(
        new Entry(
            copy(entry.value()),
            copy(entry.about()),
            entry.created(),
            entry.expires(),
            entry.cost()));
  }

  /**
   * Outside of the heap, so that large values are neither moved nor looked at by the collector.
   *
   * @throws OutOfMemoryError when the machine, or {@code -XX:MaxDirectMemorySize}, does not give
   *     more
   */
  static Held outsideHeap(Entry entry) {
    return new OutsideHeap(entry);
  }

  private static ByteBuffer copy(ByteBuffer bytes) {
    ByteBuffer copy = ByteBuffer.allocate(bytes.remaining());
    return copy.put(bytes.duplicate()).flip();
  }

  /** See {@link #inHeap}. */
  record InHeap(Entry entry) implements Held {
    @Override
    public Optional<Entry> read() {
      return Optional.of(entry);
    }

    @Override
    public int bytes() {
      return Math.toIntExact(entry.size() + OVERHEAD);
    }

    @Override
    public Duration cost() {
      return entry.cost();
    }

    @Override
    public Instant expires() {
      return entry.expires();
    }

    @Override
    public void free() {}
  }

  /**
   * See {@link #outsideHeap}. The cache and each reader hold it; the last that lets go frees it, at
   * once and not when a collector comes by. Readers copy: a buffer over the memory itself would let
   * them keep it for as long as they like, and the bound on memory would bound nothing.
   */
  final class OutsideHeap implements Held {
    private final Arena arena = Arena.ofShared();
    private final AtomicInteger holders = new AtomicInteger(1);
    private final MemorySegment memory;
    // Without the value.
    private final Entry rest;

    OutsideHeap(Entry entry) {
      boolean done = false;
      try {
        memory = arena.allocate(entry.value().remaining());
        memory.copyFrom(MemorySegment.ofBuffer(entry.value()));
        done = true;
      } finally {
        if (!done) {
          arena.close();
        }
      }
      rest =
          new Entry(
              ByteBuffer.allocate(0),
              copy(entry.about()),
              entry.created(),
              entry.expires(),
              entry.cost());
    }

    @Override
    public Optional<Entry> read() {
      if (!hold()) {
        return Optional.empty();
      }
      try {
        ByteBuffer value = ByteBuffer.allocate((int) memory.byteSize());
        MemorySegment.ofBuffer(value).copyFrom(memory);
        return Optional.of(
            new Entry(value, rest.about(), rest.created(), rest.expires(), rest.cost()));
      } finally {
        letGo();
      }
    }

    @Override
    public int bytes() {
      return Math.toIntExact(memory.byteSize() + rest.size() + OVERHEAD);
    }

    @Override
    public Duration cost() {
      return rest.cost();
    }

    @Override
    public Instant expires() {
      return rest.expires();
    }

    @Override
    public void free() {
      letGo();
    }

    /** Whether the memory is still there; then it stays until {@link #letGo}. */
    private boolean hold() {
      int now = holders.get();
      while (now > 0) {
        if (holders.compareAndSet(now, now + 1)) {
          return true;
        }
        now = holders.get();
      }
      return false;
    }

    private void letGo() {
      if (holders.decrementAndGet() == 0) {
        arena.close();
      }
    }

    /** Whether the memory was given back. */
    boolean isFreed() {
      return !arena.scope().isAlive();
    }
  }
}
