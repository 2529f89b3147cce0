package dev.edgewise.serving.cache.store;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * All places of a node where results are kept, as one: memory, then its disk, then what nodes
 * share. What is found farther away is brought nearer. What is kept goes to memory now and to the
 * others behind the caller's back; when these do not keep up it is dropped there and counted. A
 * result that may not leave the node is neither put into what nodes share nor looked for there.
 * Thread-safe.
 */
public final class Tiers implements AutoCloseable {
  private static final int STRIPES = 64;
  private static final int USES_BEFORE_TENDING = 1_024;
  private static final Duration LAST_WRITES = Duration.ofSeconds(5);

  private final Tier memory;
  private final Optional<WriteBehind> disk;
  private final Optional<WriteBehind> shared;
  private final AtomicInteger uses = new AtomicInteger();
  private final Stripe[] stripes = new Stripe[STRIPES];

  /** Guards some of the keys; counts what of them was forgotten. */
  private static final class Stripe {
    private long forgotten;
  }

  /**
   * What was found.
   *
   * @param tier where
   */
  public record Found(Entry entry, String tier) {
    public Found {
      requireNonNull(entry, "entry");
      requireNonNull(tier, "tier");
    }
  }

  /**
   * One over these, which it closes with itself.
   *
   * @param executor writes to disk and shared; runs at most two tasks of ours at a time, which may
   *     block, and is not ours to shut down
   */
  public Tiers(Tier memory, Optional<Tier> disk, Optional<Tier> shared, Executor executor) {
    this.memory = requireNonNull(memory, "memory");
    this.disk = disk.map(tier -> new WriteBehind(tier, executor));
    this.shared = shared.map(tier -> new WriteBehind(tier, executor));
    for (int i = 0; i < STRIPES; i++) {
      stripes[i] = new Stripe();
    }
  }

  /**
   * What is kept under a key and has not expired, from the nearest tier that has it.
   *
   * @param reach how far a result of this question may have gone
   */
  public Optional<Found> get(Key key, Reach reach) {
    Optional<Entry> near = near(key, reach);
    return near.isPresent()
        ? near.map(entry -> new Found(entry, memory.name()))
        : beyond(key, reach);
  }

  /**
   * The same for who has looked into memory already.
   *
   * @param reach how far a result of this question may have gone
   */
  public Optional<Found> beyond(Key key, Reach reach) {
    if (disk.isEmpty() && shared.isEmpty()) {
      return Optional.empty();
    }
    Stripe stripe = stripe(key);
    long forgotten;
    synchronized (stripe) {
      forgotten = stripe.forgotten;
    }
    Optional<Found> found = disk.flatMap(slow -> find(slow, key));
    boolean far = found.isEmpty();
    if (far && reach == Reach.FLEET) {
      found = shared.flatMap(slow -> find(slow, key));
    }
    found.ifPresent(
        hit -> {
          synchronized (stripe) {
            // Who forgot it meanwhile did not mean what we hold to come back.
            if (stripe.forgotten == forgotten) {
              memory.put(key, hit.entry());
              if (far) {
                disk.ifPresent(slow -> slow.keep(key, hit.entry()));
              }
            }
          }
        });
    return found;
  }

  /** What memory has of it, which takes next to no time; the other tiers are not looked at. */
  public Optional<Entry> near(Key key, Reach reach) {
    Optional<Entry> near = memory.get(key);
    if (near.isPresent()) {
      use(key, reach);
    }
    return near;
  }

  /** Whether there is more than memory. */
  public boolean far() {
    return disk.isPresent() || shared.isPresent();
  }

  private static Optional<Found> find(WriteBehind slow, Key key) {
    Optional<WriteBehind.Order> waiting = slow.peek(key);
    Optional<Entry> entry = waiting.isPresent() ? waiting.get().entry() : slow.tier().get(key);
    return entry.map(it -> new Found(it, slow.tier().name()));
  }

  /** Who answers from memory tells the others, so that they know what is hot. */
  private void use(Key key, Reach reach) {
    Optional<WriteBehind> far = reach == Reach.FLEET ? shared : Optional.empty();
    if (disk.isEmpty() && far.isEmpty()) {
      return;
    }
    disk.ifPresent(slow -> slow.tier().used(key));
    far.ifPresent(slow -> slow.tier().used(key));
    if (uses.incrementAndGet() % USES_BEFORE_TENDING == 0) {
      disk.ifPresent(WriteBehind::tend);
      shared.ifPresent(WriteBehind::tend);
    }
  }

  /** Keeps a result in all tiers that its reach allows. */
  public void put(Key key, Entry entry, Reach reach) {
    synchronized (stripe(key)) {
      memory.put(key, entry);
      disk.ifPresent(slow -> slow.keep(key, entry));
      if (reach == Reach.FLEET) {
        shared.ifPresent(slow -> slow.keep(key, entry));
      }
    }
  }

  /** Forgets it everywhere: when this returns nobody gets it from here any more. */
  public void remove(Key key) {
    Stripe stripe = stripe(key);
    synchronized (stripe) {
      stripe.forgotten++;
      memory.remove(key);
      disk.ifPresent(slow -> slow.forget(key));
      shared.ifPresent(slow -> slow.forget(key));
    }
  }

  /**
   * The keys worth most, by the tier that has most of them: disk where there is one.
   *
   * @param most how many
   */
  public List<Key> hottest(int most) {
    return disk.map(WriteBehind::tier).orElse(memory).hottest(most);
  }

  /**
   * Brings what is worth most from disk into memory, until it is full to nine tenths: for a start.
   * Blocks.
   *
   * @param most how many
   * @return how many came
   */
  public int preload(int most) {
    if (disk.isEmpty()) {
      return 0;
    }
    Tier source = disk.get().tier();
    int come = 0;
    for (Key key : source.hottest(most)) {
      TierState now = memory.state();
      if (now.bytes() > now.capacity() / 10 * 9) {
        break;
      }
      Optional<Entry> entry = source.get(key);
      entry.ifPresent(it -> memory.put(key, it));
      come += entry.isPresent() ? 1 : 0;
    }
    return come;
  }

  /** How each tier stands, the nearest first. */
  public List<TierState> states() {
    List<TierState> states = new ArrayList<>();
    states.add(memory.state());
    disk.ifPresent(slow -> states.add(slow.tier().state()));
    shared.ifPresent(slow -> states.add(slow.tier().state()));
    return List.copyOf(states);
  }

  /** How many results were not written to disk or shared because these did not keep up. */
  public long dropped() {
    return disk.map(WriteBehind::dropped).orElse(0L) + shared.map(WriteBehind::dropped).orElse(0L);
  }

  /** Writes what waits, for at most five seconds for each tier, and closes the tiers. */
  @Override
  public void close() {
    disk.ifPresent(Tiers::end);
    shared.ifPresent(Tiers::end);
    memory.close();
  }

  private static void end(WriteBehind slow) {
    slow.drain(LAST_WRITES.toNanos());
    slow.tier().close();
  }

  private Stripe stripe(Key key) {
    return stripes[key.hashCode() & (STRIPES - 1)];
  }
}
