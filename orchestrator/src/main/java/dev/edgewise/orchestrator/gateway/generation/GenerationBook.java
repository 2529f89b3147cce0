package dev.edgewise.orchestrator.gateway.generation;

import dev.edgewise.orchestrator.gateway.generation.KeptGeneration.Reader;
import dev.edgewise.sdk.spi.Message;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All generations that are kept, and every decision about them: who may follow, when more may be
 * read from a node, what is let go of. Time is handed in, nothing waits here. Not thread-safe.
 *
 * <p>Nothing that a reader lacks is let go of while it reads: a log that is full of it holds the
 * generation up. What all have read stays for who comes back, as far as there is room; of a full
 * log the newer half. When the room of all is used up, generations that have ended and that nobody
 * reads go first, then what has been read; then a generation moves on chunk by chunk, as its
 * slowest reader takes them, so that none ever waits for another.
 */
final class GenerationBook {
  private final GenerationSettings settings;
  private final Consumer<KeptGeneration> onForgotten;
  private final Map<String, KeptGeneration> kept = new LinkedHashMap<>();
  private long bytes;

  /** What there is for a reader. */
  sealed interface Step {
    /** A chunk, with its number. */
    record Chunk(long number, Message message) implements Step {}

    /** Nothing yet. */
    record Nothing() implements Step {}

    /** It has all, and no more will come. */
    record End() implements Step {}

    /** It had stopped reading while another waited for more, and was let go. */
    record Dropped() implements Step {}
  }

  /** Whether one may follow. */
  sealed interface Joined {
    /** It may. */
    record At(KeptGeneration generation, Reader reader) implements Joined {}

    /** There is no such generation for it, or no longer what it lacks. */
    record Gone() implements Joined {}

    /** It asks something else than what is being generated. */
    record OtherRequest() implements Joined {}

    /**
     * It says to have what has not come yet.
     *
     * @param last number of the newest chunk
     */
    record Ahead(long last) implements Joined {}
  }

  /**
   * An empty one.
   *
   * @param onForgotten is told of each that is kept no longer
   */
  GenerationBook(GenerationSettings settings, Consumer<KeptGeneration> onForgotten) {
    this.settings = settings;
    this.onForgotten = onForgotten;
  }

  /** A new one, with its first reader; empty when there are as many as there may be. */
  Optional<Joined.At> open(String id, Claim claim, long now) {
    if (kept.size() >= settings.most()) {
      oldestEnded().ifPresent(this::forget);
    }
    if (kept.size() >= settings.most()) {
      return Optional.empty();
    }
    KeptGeneration generation = new KeptGeneration(id, claim);
    kept.put(id, generation);
    return Optional.of(new Joined.At(generation, generation.join(1, now)));
  }

  /** One more reader, which has all up to a position. */
  Joined join(Position after, Claim claim, long now) {
    KeptGeneration generation = kept.get(after.generation());
    if (generation == null
        || isDue(generation, now)
        || !generation.claim.sameOwner(claim)
        || after.number() + 1 < generation.first()) {
      return new Joined.Gone();
    }
    if (!generation.claim.sameRequest(claim)) {
      return new Joined.OtherRequest();
    }
    if (after.number() > generation.last()) {
      return new Joined.Ahead(generation.last());
    }
    return new Joined.At(generation, generation.join(after.number() + 1, now));
  }

  /** What there is for a reader now. */
  Step read(KeptGeneration generation, Reader reader, long now) {
    if (reader.dropped()) {
      return new Step.Dropped();
    }
    long number = reader.next();
    Message chunk = generation.take(reader, now);
    if (chunk != null) {
      return new Step.Chunk(number, chunk);
    }
    return generation.ended() ? new Step.End() : new Step.Nothing();
  }

  /** Whether {@link #read} would give a reader something else than nothing. */
  boolean hasSomething(KeptGeneration generation, Reader reader) {
    return reader.dropped() || generation.ended() || reader.next() <= generation.last();
  }

  /** A reader has gone; false when it had before. */
  boolean leave(KeptGeneration generation, Reader reader, long now) {
    return generation.leave(reader, now);
  }

  /** Whether one more chunk may be read from the node; makes room for it where it can. */
  boolean mayGrow(KeptGeneration generation) {
    if (generation.bytes() >= settings.mostBytesEach()) {
      bytes -= generation.shrinkTo(settings.mostBytesEach() / 2);
    }
    if (bytes >= settings.mostBytes()) {
      for (Optional<KeptGeneration> old = oldestEnded();
          old.isPresent() && bytes >= settings.mostBytes();
          old = oldestEnded()) {
        forget(old.get());
      }
    }
    if (bytes >= settings.mostBytes()) {
      bytes -= generation.shrinkTo(0);
    }
    if (generation.bytes() < settings.mostBytesEach() && bytes < settings.mostBytes()) {
      return true;
    }
    Reader slowest = generation.slowest();
    return slowest != null && slowest.next() > generation.last();
  }

  /** A chunk has come. */
  void came(KeptGeneration generation, Message chunk) {
    if (!generation.forgotten()) {
      generation.add(chunk);
      bytes += chunk.size();
    }
  }

  /** Nothing more will come. */
  void ended(KeptGeneration generation, long now) {
    generation.end(now);
  }

  /** Forgets those whose time is over, and lets go of readers that hold others up. */
  void tidy(long now) {
    for (KeptGeneration generation : List.copyOf(kept.values())) {
      if (isDue(generation, now)) {
        forget(generation);
      } else {
        stalled(generation, now).ifPresent(generation::drop);
      }
    }
  }

  private boolean isDue(KeptGeneration generation, long now) {
    return generation.idleFor(settings.grace().toNanos(), now);
  }

  /**
   * The reader for whose sake a full log holds up others that wait: half of a broken connection,
   * most likely, whose other half has come back as one of those.
   */
  private Optional<Reader> stalled(KeptGeneration generation, long now) {
    Reader slowest = generation.slowest();
    return Optional.ofNullable(slowest)
        .filter(_ -> !generation.ended() && generation.somebodyWaits() && !mayGrow(generation))
        .filter(reader -> now - reader.movedAt() >= settings.patience().toNanos());
  }

  /** Keeps it no longer. */
  void forget(KeptGeneration generation) {
    if (kept.remove(generation.id, generation)) {
      bytes -= generation.bytes();
      generation.forget();
      onForgotten.accept(generation);
    }
  }

  private Optional<KeptGeneration> oldestEnded() {
    return kept.values().stream()
        .filter(generation -> generation.ended() && generation.unread())
        .min(Comparator.comparingLong(KeptGeneration::idleSince));
  }

  /** All that are kept. */
  List<KeptGeneration> all() {
    return new ArrayList<>(kept.values());
  }

  /** Bytes of the chunks of all. */
  long bytes() {
    return bytes;
  }

  @Nullable KeptGeneration find(String id) {
    return kept.get(id);
  }
}
