package dev.edgewise.serving.cache.store;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.edgewise.core.Clock;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Results in this process, at most so many bytes of them, over Caffeine. Values larger than {@link
 * #OUTSIDE_FROM} lie outside of the heap; a reader gets a copy of them, and they are freed when
 * they are evicted.
 *
 * <p><b>Who leaves.</b> Two rules work together:
 *
 * <ol>
 *   <li>Caffeine says who is <em>about to</em> leave: its window and its segmented LRU, with the
 *       frequencies of its own sketch, give an order, coldest first (W-TinyLFU: Einziger, Friedman,
 *       Manes, ACM ToS 2017). Its maximum weight is the bound in bytes, which it holds by itself
 *       whatever we do.
 *   <li>Before it has to, we choose: of the {@value #LOOKED_AT} coldest those go whose worth is
 *       least, recompute cost × uses ÷ bytes ({@link Worth}). A newcomer is let in when it is worth
 *       at least as much as all those together that would have to make room for it. Its uses are
 *       known although it is not kept: a {@link Sketch} counts every question, also those that
 *       missed. So a scan of things that are asked for once drives out nothing that is asked for
 *       twice and took as long.
 * </ol>
 *
 * <p>Weighing by cost instead would have been shorter, but then the bound were one of weighted
 * bytes, not of bytes. All work is done on the threads of callers. Thread-safe.
 */
public final class MemoryTier implements Tier {
  /** What it is called. */
  public static final String NAME = "memory";

  /** Values of more bytes than this lie outside of the heap. */
  public static final int OUTSIDE_FROM = 64 << 10;

  /** The smallest capacity that makes sense. */
  public static final long LEAST_CAPACITY = 64 << 10;

  private static final Logger LOG = System.getLogger(MemoryTier.class.getName());
  private static final int LOOKED_AT = 32;
  private static final int TYPICAL_BYTES = 4 << 10;
  private static final long MOST_ONE = Integer.MAX_VALUE / 2;

  private final Clock clock;
  private final Cache<Key, Held> cache;
  private final Policy.Eviction<Key, Held> order;
  private final Sketch sketch;
  private final long capacity;
  private final ReentrantLock putting = new ReentrantLock();
  private final AtomicBoolean toldOfMemory = new AtomicBoolean();
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder evictions = new LongAdder();
  private final LongAdder faults = new LongAdder();

  /**
   * An empty one.
   *
   * @param capacity in bytes of values, of what is known of them, and of what keeping each takes
   * @param clock expiry is by its time of day
   */
  public MemoryTier(long capacity, Clock clock) {
    if (capacity < LEAST_CAPACITY) {
      throw new IllegalArgumentException(
          "capacity: " + capacity + " bytes (expected: " + LEAST_CAPACITY + " or more)");
    }
    this.capacity = capacity;
    this.clock = requireNonNull(clock, "clock");
    this.sketch = new Sketch(capacity / TYPICAL_BYTES);
    this.cache =
        Caffeine.newBuilder()
            .maximumWeight(capacity)
            .weigher((Key key, Held held) -> held.bytes())
            .expireAfter(new UntilExpiry(clock))
            .ticker(clock::nanos)
            .executor(Runnable::run)
            .removalListener(this::removed)
            .build();
    this.order = cache.policy().eviction().orElseThrow();
  }

  /** From now until it expires; what Caffeine counts in nanoseconds is at most 292 years. */
  private record UntilExpiry(Clock clock) implements Expiry<Key, Held> {
    @Override
    public long expireAfterCreate(Key key, Held held, long now) {
      Duration rest = Duration.between(clock.now(), held.expires());
      return rest.toSeconds() < Long.MAX_VALUE / 2_000_000_000L
          ? Math.max(0, rest.toNanos())
          : Long.MAX_VALUE / 2;
    }

    @Override
    public long expireAfterUpdate(Key key, Held held, long now, long rest) {
      return expireAfterCreate(key, held, now);
    }

    @Override
    public long expireAfterRead(Key key, Held held, long now, long rest) {
      return rest;
    }
  }

  private void removed(@Nullable Key key, @Nullable Held held, RemovalCause cause) {
    if (cause == RemovalCause.SIZE) {
      evictions.increment();
    }
    if (held != null) {
      held.free();
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<Entry> get(Key key) {
    sketch.count(key);
    Held held = cache.getIfPresent(key);
    // The time of day may have been set since the entry came.
    Optional<Entry> entry =
        held == null || !held.expires().isAfter(clock.now()) ? Optional.empty() : held.read();
    (entry.isPresent() ? hits : misses).increment();
    return entry;
  }

  @Override
  public void put(Key key, Entry entry) {
    long bytes = entry.size() + Held.OVERHEAD;
    if (bytes > Math.min(capacity, MOST_ONE) || !entry.expires().isAfter(clock.now())) {
      return;
    }
    putting.lock();
    try {
      // What it replaces is out of date whether the new one is kept or not.
      cache.invalidate(key);
      if (makeRoom(key, entry, bytes)) {
        hold(entry).ifPresent(held -> cache.put(key, held));
      }
    } finally {
      putting.unlock();
    }
  }

  /** Evicts what is worth less; false when that would not be enough. */
  private boolean makeRoom(Key key, Entry entry, long bytes) {
    long wanted = order.weightedSize().orElse(0) + bytes - capacity;
    if (wanted <= 0) {
      return true;
    }
    Optional<List<Victims.Candidate>> victims =
        Victims.choose(
            coldest(wanted),
            wanted,
            new Victims.Candidate(key, Worth.benefit(entry.cost(), sketch.frequency(key)), bytes));
    for (Victims.Candidate victim : victims.orElse(List.of())) {
      evictions.increment();
      cache.invalidate(victim.key());
    }
    return victims.isPresent();
  }

  /** As many as we look at, or more when these are not enough. */
  private List<Victims.Candidate> coldest(long wanted) {
    List<Victims.Candidate> coldest = candidates(order.coldest(LOOKED_AT));
    long bytes = coldest.stream().mapToLong(Victims.Candidate::bytes).sum();
    // One more than those that fit under the limit is not given.
    return bytes >= wanted ? coldest : candidates(order.coldestWeighted(wanted + MOST_ONE));
  }

  private List<Victims.Candidate> candidates(Map<Key, Held> coldest) {
    List<Victims.Candidate> candidates = new ArrayList<>(coldest.size());
    coldest.forEach(
        (key, held) ->
            candidates.add(new Victims.Candidate(key, benefit(key, held), held.bytes())));
    return candidates;
  }

  private double benefit(Key key, Held held) {
    return Worth.benefit(held.cost(), sketch.frequency(key));
  }

  private Optional<Held> hold(Entry entry) {
    if (entry.value().remaining() <= OUTSIDE_FROM) {
      return Optional.of(Held.inHeap(entry));
    }
    try {
      return Optional.of(Held.outsideHeap(entry));
    } catch (OutOfMemoryError e) {
      // Only direct memory is short: nothing of ours is broken by it.
      faults.increment();
      if (toldOfMemory.compareAndSet(false, true)) {
        LOG.log(
            Level.WARNING,
            "a result of {0} bytes is not kept in memory: {1}; give the JVM more direct memory"
                + " (-XX:MaxDirectMemorySize, EDGEWISE_DIRECT_MEMORY for agents) or the cache less."
                + " Said once",
            entry.value().remaining(),
            e.getMessage());
      }
      return Optional.empty();
    }
  }

  @Override
  public void remove(Key key) {
    cache.invalidate(key);
  }

  @Override
  public List<Key> hottest(int most) {
    Instant now = clock.now();
    return cache.asMap().entrySet().stream()
        .filter(each -> each.getValue().expires().isAfter(now))
        .map(
            each ->
                new Victims.Candidate(
                    each.getKey(),
                    benefit(each.getKey(), each.getValue()),
                    each.getValue().bytes()))
        .sorted(Comparator.comparingDouble(Victims.Candidate::worth).reversed())
        .limit(most)
        .map(Victims.Candidate::key)
        .toList();
  }

  @Override
  public TierState state() {
    long bytes = order.weightedSize().orElse(0);
    return new TierState(
        NAME,
        cache.estimatedSize(),
        bytes,
        capacity,
        hits.sum(),
        misses.sum(),
        evictions.sum(),
        faults.sum());
  }

  @Override
  public void close() {
    cache.invalidateAll();
  }
}
