package dev.edgewise.stores.lmdb;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.serving.cache.store.Entry;
import dev.edgewise.serving.cache.store.Key;
import dev.edgewise.serving.cache.store.SealedEntry;
import dev.edgewise.serving.cache.store.Tier;
import dev.edgewise.serving.cache.store.TierProvider;
import dev.edgewise.serving.cache.store.TierState;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Env;
import org.lmdbjava.LmdbException;

/**
 * The disk tier. What it returns has passed its checksum: killed at any moment, the process finds
 * each value again as it was, or not at all. Its file stays under its size, which LMDB maps once
 * and never exceeds; four fifths of it are filled, because LMDB copies what it changes and needs
 * free pages that lie side by side. Who goes when it is full is sampled by worth, expired entries
 * first ({@link Database#evict}).
 *
 * <p>Writes go through one thread of its own, since LMDB ties a write to the thread that began it,
 * which a virtual thread is not. Thread-safe.
 */
final class LmdbTier implements Tier {
  static final long LEAST_CAPACITY = 16L << 20;
  static final int LARGEST_VALUE = 64 << 20;

  private static final Logger LOG = System.getLogger(LmdbTier.class.getName());
  private static final long GRAIN = 64 << 10;
  private static final int MOST_USES = 8_192;
  private static final int SWEPT = 256;
  private static final int MOST_ATTEMPTS = 5;
  private static final int LARGEST_PART = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LONGEST_CHECK = Duration.ofSeconds(15);

  private final StoreFiles files;
  private final Database database;
  private final long capacity;
  private final Clock clock;
  private final RandomGenerator random;
  private final Semaphore readers = new Semaphore(Database.MOST_READERS, true);
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("edgewise-cache-disk").daemon(true).factory());
  private final Map<Key, Integer> uses = new ConcurrentHashMap<>();
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder evictions = new LongAdder();
  private final LongAdder faults = new LongAdder();
  private final AtomicBoolean told = new AtomicBoolean();
  private volatile boolean closed;

  private LmdbTier(
      StoreFiles files, Database database, long capacity, Clock clock, RandomGenerator random) {
    this.files = files;
    this.database = database;
    this.capacity = capacity;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Opens the store of a folder, or begins one; what is there and cannot be read is moved aside.
   *
   * @param capacity in bytes that its file never exceeds, 16 MiB or more
   * @param random thread-safe
   * @throws EdgewiseException with {@code BAD_CONFIGURATION}
   */
  static LmdbTier open(Path folder, long capacity, Clock clock, RandomGenerator random) {
    if (capacity < LEAST_CAPACITY) {
      throw EdgewiseException.of(
          ErrorCode.BAD_CONFIGURATION,
          "The disk cache has a size of "
              + capacity
              + " bytes, and the smallest that works is "
              + LEAST_CAPACITY
              + ". Give it more, or leave it out.");
    }
    long size = capacity / GRAIN * GRAIN;
    StoreFiles files = StoreFiles.take(folder);
    boolean opened = false;
    try {
      Natives.prepare(folder);
      long deadline = clock.nanos() + LONGEST_CHECK.toNanos();
      files.prepare(size, Database.NAMES, () -> clock.nanos() > deadline);
      files.markOpen();
      LmdbTier tier = new LmdbTier(files, begin(files, size), size, clock, random);
      opened = true;
      return tier;
    } catch (IOException | LmdbException e) {
      throw StoreFiles.unusable(folder, e);
    } catch (LinkageError | UnsupportedOperationException e) {
      throw EdgewiseException.of(
          ErrorCode.BAD_CONFIGURATION,
          "The disk cache cannot be used on this machine: LMDB's native library cannot be loaded ("
              + e
              + "). It is there for Linux (glibc 2.17 or newer) and macOS on x86-64 and ARM64, and"
              + " for Windows on x86-64. Elsewhere leave the disk cache out, or name the system's"
              + " own library with -Dlmdbjava.native.lib.",
          e);
    } finally {
      if (!opened) {
        files.closeQuietly();
      }
    }
  }

  /** Where LMDB itself says that the file is none of its own, a new one is begun. */
  private static Database begin(StoreFiles files, long size) throws IOException {
    try {
      return Database.open(files.data(), size, !StoreFiles.knowsBoot());
    } catch (LmdbException e) {
      files.quarantine(String.valueOf(e.getMessage()));
      return Database.open(files.data(), size, !StoreFiles.knowsBoot());
    }
  }

  @Override
  public String name() {
    return TierProvider.DISK;
  }

  @Override
  public Optional<Entry> get(Key key) {
    Optional<Entry> entry =
        reading(store -> store.read(key)).flatMap(read -> read).flatMap(read -> whole(key, read));
    (entry.isPresent() ? hits : misses).increment();
    return entry;
  }

  private Optional<Entry> whole(Key key, Database.Read read) {
    Instant now = clock.now();
    if (!read.note().isGood(now)) {
      return Optional.empty();
    }
    Optional<Entry> entry = read.sealed().flatMap(bytes -> SealedEntry.open(key, bytes));
    if (entry.isEmpty()) {
      fault("an entry does not have the checksum that it was written with, and is dropped", null);
      later(() -> database.delete(key));
      return Optional.empty();
    }
    used(key);
    return entry.filter(it -> it.expires().isAfter(now));
  }

  @Override
  public void used(Key key) {
    // Beyond that, uses are lost until the next writing down: a sample of them is as good.
    if (uses.size() < MOST_USES || uses.containsKey(key)) {
      uses.merge(key, 1, Integer::sum);
    }
  }

  @Override
  public void put(Key key, Entry entry) {
    Instant now = clock.now();
    long size = entry.size() + SealedEntry.OVERHEAD;
    if (!entry.expires().isAfter(now) || size > Math.min(LARGEST_VALUE, capacity / LARGEST_PART)) {
      return;
    }
    byte[] sealed = SealedEntry.seal(key, entry);
    Note note = new Note(entry.expires(), nanos(entry.cost()), sealed.length, 1, now);
    writing(() -> write(key, note, sealed));
  }

  private static long nanos(Duration cost) {
    return cost.toSeconds() > Integer.MAX_VALUE ? Long.MAX_VALUE : cost.toNanos();
  }

  /** On the writer's thread. */
  private void write(Key key, Note note, byte[] sealed) {
    long wanted = database.taken(sealed.length);
    long over = database.filling().bytes() + wanted - capacity / 5 * 4;
    if (over > 0) {
      evict(over);
    }
    for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
      try {
        database.write(key, note, sealed);
        return;
      } catch (Env.MapFullException e) {
        // There is room, but not side by side; or it comes free with the next transaction only.
        evict(attempt * Math.max(wanted, capacity / 64));
      }
    }
    fault("a result of " + sealed.length + " bytes found no room", null);
  }

  private void evict(long wanted) {
    evictions.add(database.evict(wanted, clock.now(), random));
  }

  @Override
  public void remove(Key key) {
    writing(() -> database.delete(key));
  }

  @Override
  public void tend() {
    writing(
        () -> {
          writeUses();
          database.sweep(SWEPT, clock.now(), random);
        });
  }

  private void writeUses() {
    Map<Key, Integer> counted = new HashMap<>();
    for (Key key : List.copyOf(uses.keySet())) {
      Integer times = uses.remove(key);
      if (times != null) {
        counted.put(key, times);
      }
    }
    if (!counted.isEmpty()) {
      database.use(counted, clock.now());
    }
  }

  @Override
  public List<Key> hottest(int most) {
    if (most < 1) {
      return List.of();
    }
    return reading(store -> store.hottest(most, clock.now(), random)).orElse(List.of());
  }

  @Override
  public TierState state() {
    Database.Filling filling = reading(Database::filling).orElse(new Database.Filling(0, 0));
    return new TierState(
        name(),
        filling.entries(),
        filling.bytes(),
        capacity,
        hits.sum(),
        misses.sum(),
        evictions.sum(),
        faults.sum());
  }

  /** Empty when it is closed, or went wrong. */
  private <T> Optional<T> reading(Function<Database, T> what) {
    readers.acquireUninterruptibly();
    try {
      return closed ? Optional.empty() : Optional.of(what.apply(database));
    } catch (LmdbException e) {
      fault("it cannot be read", e);
      return Optional.empty();
    } finally {
      readers.release();
    }
  }

  private void later(Runnable what) {
    try {
      writer.execute(() -> guarded(what));
    } catch (RejectedExecutionException e) {
      // It closes.
    }
  }

  /** Waits until it is written. */
  private void writing(Runnable what) {
    try {
      writer.submit(() -> guarded(what)).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (RejectedExecutionException e) {
      // It closes.
    } catch (TimeoutException e) {
      fault("the disk took longer than " + PATIENCE.toSeconds() + " s for one result", e);
    } catch (ExecutionException e) {
      fault("it cannot be written", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void guarded(Runnable what) {
    try {
      what.run();
    } catch (LmdbException e) {
      fault("it cannot be written", e);
    }
  }

  private void fault(String what, @Nullable Throwable why) {
    faults.increment();
    if (told.compareAndSet(false, true)) {
      LOG.log(
          Level.WARNING,
          "the disk cache {0}: {1}{2}. What is missing is computed again; look at the disk when the"
              + " number of faults grows. Said once",
          files.data(),
          what,
          why == null ? "" : ": " + why);
    }
  }

  @Override
  public void close() {
    if (writer.isShutdown()) {
      return;
    }
    later(this::writeUses);
    later(database::sync);
    writer.shutdown();
    boolean written = false;
    try {
      written = writer.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!written) {
      // The writer still holds LMDB's memory; the process ends soon, as if it were killed.
      return;
    }
    readers.acquireUninterruptibly(Database.MOST_READERS);
    closed = true;
    try {
      database.close();
      files.markClosed();
    } catch (IOException e) {
      fault("that it was closed cannot be written down, so the next start looks at all of it", e);
    } finally {
      readers.release(Database.MOST_READERS);
      files.closeQuietly();
    }
  }
}
