package dev.edgewise.orchestrator.gateway.generation;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Scheduler;
import dev.edgewise.sdk.invoke.Items;
import dev.edgewise.sdk.spi.Message;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Runs generations for clients that may lose their connection. Each is read by a thread of its own,
 * and any number of clients follow what has come, each from where it stands. Thread-safe.
 *
 * <p>One lock guards all of it. Calls are made and ended outside of it.
 */
public final class GenerationDesk implements AutoCloseable {
  /** An id nobody can guess: 128 random bits. */
  private static final int ID_BYTES = 16;

  private final GenerationSettings settings;
  private final Clock clock;
  private final Scheduler scheduler;
  private final RandomGenerator random;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final GenerationBook book;
  private final Map<String, LiveGeneration> live = new HashMap<>();
  private final Set<LiveGeneration> waiting = new HashSet<>();
  private final List<LiveGeneration> leaving = new ArrayList<>();
  private long resumed;
  private long refused;
  private boolean closed;

  /**
   * One without generations.
   *
   * @param random draws the ids; must not be guessable
   */
  public GenerationDesk(
      GenerationSettings settings, Clock clock, Scheduler scheduler, RandomGenerator random) {
    this.settings = requireNonNull(settings, "settings");
    this.clock = requireNonNull(clock, "clock");
    this.scheduler = requireNonNull(scheduler, "scheduler");
    this.random = requireNonNull(random, "random");
    this.book = new GenerationBook(settings, this::forgotten);
  }

  /** What it is bounded by. */
  public GenerationSettings settings() {
    return settings;
  }

  /**
   * What is kept now.
   *
   * @param running whose call has not ended
   * @param unread that no client reads at the moment
   * @param bytes of the chunks of all
   * @param resumed how often a client came back, since the start
   * @param gone how often one came back to what was not there for it
   */
  public record Counts(int kept, int running, int unread, long bytes, long resumed, long gone) {}

  /** What is kept now. */
  public Counts counts() {
    lock.lock();
    try {
      List<KeptGeneration> all = book.all();
      return new Counts(
          all.size(),
          (int) all.stream().filter(generation -> !generation.ended()).count(),
          (int) all.stream().filter(KeptGeneration::unread).count(),
          book.bytes(),
          resumed,
          refused);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Begins a generation.
   *
   * @param source makes the call
   * @return its chunks from the first, for the client that asked
   * @throws EdgewiseException {@code OVERLOADED} when there are as many as there may be, {@code
   *     CLOSED}, or what {@code source} throws
   */
  public Follower begin(Claim claim, Supplier<Items<Message>> source) {
    GenerationBook.Joined.At at;
    lock();
    try {
      at =
          book.open(draw(), claim, now())
              .orElseThrow(
                  () ->
                      EdgewiseException.of(
                          ErrorCode.OVERLOADED,
                          "The gateway keeps as many generations as it may ("
                              + settings.most()
                              + ", the key maxGenerations of the orchestrator). Try again later."));
    } finally {
      // It may have made room.
      unlock();
    }
    try {
      return begun(at, source.get());
    } catch (RuntimeException e) {
      lock();
      try {
        book.forget(at.generation());
      } finally {
        unlock();
      }
      throw e;
    }
  }

  private Follower begun(GenerationBook.Joined.At at, Items<Message> source) {
    LiveGeneration generation =
        new LiveGeneration(this, at.generation(), source, lock.newCondition());
    boolean late;
    lock.lock();
    try {
      late = closed;
      live.put(generation.id(), generation);
    } finally {
      lock.unlock();
    }
    if (late) {
      source.close();
    }
    generation.start();
    return new Follower(generation, at.reader());
  }

  /**
   * Goes on where a client stands.
   *
   * @throws EdgewiseException {@code GENERATION_GONE} when it is not kept, or not for this claim;
   *     {@code BAD_REQUEST} when the request is another one or the position lies ahead
   */
  public Follower follow(Position after, Claim claim) {
    lock.lock();
    try {
      return switch (book.join(after, claim, now())) {
        case GenerationBook.Joined.At at -> {
          LiveGeneration generation = live.get(at.generation().id);
          if (generation == null) {
            // Its call is being made at this moment, and nobody can have been told of it.
            book.leave(at.generation(), at.reader(), now());
            throw gone();
          }
          generation.timer(null);
          if (waiting.contains(generation)) {
            // It lacks something that this one has, perhaps.
            generation.wake();
          }
          resumed++;
          yield new Follower(generation, at.reader());
        }
        case GenerationBook.Joined.Gone _ -> throw gone();
        case GenerationBook.Joined.OtherRequest _ ->
            throw EdgewiseException.of(
                ErrorCode.BAD_REQUEST,
                "The generation that is asked for was begun with another request. Send the same"
                    + " one again, or none.");
        case GenerationBook.Joined.Ahead(long last) ->
            throw EdgewiseException.of(
                ErrorCode.BAD_REQUEST,
                "The generation that is asked for has given "
                    + last
                    + " chunks so far, and the number that is said to be there already is larger."
                    + " Send the number of the last one that came.");
      };
    } finally {
      lock.unlock();
    }
  }

  private EdgewiseException gone() {
    refused++;
    return EdgewiseException.of(
        ErrorCode.GENERATION_GONE,
        "There is no such generation of this method for this tenant, or no longer: the gateway"
            + " keeps one for "
            + settings.grace().toMillis() / 1e3
            + " s after its last client has gone (the key gatewayGrace of the orchestrator), and of"
            + " a long one the newest chunks. Make the call anew.");
  }

  private String draw() {
    if (closed) {
      throw EdgewiseException.of(
          ErrorCode.CLOSED, "The gateway takes no calls: it is stopping. Try again in a moment.");
    }
    byte[] drawn = new byte[ID_BYTES];
    random.nextBytes(drawn);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(drawn);
  }

  // ── for the generations; under the lock

  void lock() {
    lock.lock();
  }

  /** Unlocks, and ends the calls of those that were forgotten meanwhile. */
  void unlock() {
    List<LiveGeneration> gone = List.copyOf(leaving);
    leaving.clear();
    lock.unlock();
    gone.forEach(LiveGeneration::cancel);
  }

  GenerationBook book() {
    return book;
  }

  long now() {
    return clock.nanos();
  }

  /** Whether one more chunk may be read; others may have room when this made some. */
  boolean mayGrow(LiveGeneration generation, KeptGeneration kept) {
    long before = book.bytes();
    boolean may = book.mayGrow(kept);
    if (book.bytes() < before) {
      waiting.stream().filter(other -> other != generation).forEach(LiveGeneration::wake);
    }
    return may;
  }

  /** One waits for room. When one of its readers stopped and holds up others, it is let go. */
  void waits(LiveGeneration generation) {
    waiting.add(generation);
    if (generation.sharedByReaders()) {
      generation.timer(scheduler.schedule(settings.patience(), this::tidy));
    }
  }

  /** One waits no longer. */
  void moves(LiveGeneration generation) {
    waiting.remove(generation);
  }

  /** A reader took something or has gone. */
  void roomMayHaveGrown(LiveGeneration generation) {
    if (waiting.contains(generation)) {
      generation.wake();
    }
  }

  /** Looks again when the time of a generation may be over that nobody reads any more. */
  void tidySoon(LiveGeneration generation) {
    generation.timer(scheduler.schedule(settings.grace(), this::tidy));
  }

  private void forgotten(KeptGeneration generation) {
    LiveGeneration gone = live.remove(generation.id);
    if (gone != null) {
      gone.timer(null);
      gone.wake();
      leaving.add(gone);
      // There is room again.
      waiting.forEach(LiveGeneration::wake);
    }
  }

  private void tidy() {
    lock();
    try {
      book.tidy(now());
      waiting.forEach(LiveGeneration::wake);
    } finally {
      unlock();
    }
  }

  /** Ends all. */
  @Override
  public void close() {
    List<LiveGeneration> all;
    lock.lock();
    try {
      closed = true;
      all = List.copyOf(live.values());
    } finally {
      lock.unlock();
    }
    all.forEach(LiveGeneration::cancel);
  }
}
