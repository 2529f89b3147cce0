package dev.edgewise.orchestrator.gateway.generation;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Outcome;
import dev.edgewise.core.Scheduler;
import dev.edgewise.orchestrator.gateway.generation.GenerationBook.Step;
import dev.edgewise.sdk.invoke.Items;
import dev.edgewise.sdk.spi.Message;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/**
 * One generation with what is alive of it: the call, a virtual thread that reads it, and those that
 * wait for it. Thread-safe; all state is guarded by the desk's lock.
 */
final class LiveGeneration {
  private final GenerationDesk desk;
  private final KeptGeneration kept;
  private final Items<Message> source;

  /** Signalled when there is something for readers, or room for more. */
  private final Condition changed;

  private final CompletableFuture<Outcome<Long>> outcome = new CompletableFuture<>();
  private @Nullable Outcome<Long> end;
  private Scheduler.@Nullable Cancellable timer;

  LiveGeneration(
      GenerationDesk desk, KeptGeneration kept, Items<Message> source, Condition changed) {
    this.desk = desk;
    this.kept = kept;
    this.source = source;
    this.changed = changed;
  }

  String id() {
    return kept.id;
  }

  String decisionId() {
    return source.decisionId();
  }

  /** A copy: whoever cancels it cancels nothing. */
  CompletableFuture<Outcome<Long>> outcome() {
    return outcome.copy();
  }

  void start() {
    Thread.ofVirtual().name("gateway-generation").start(this::pump);
  }

  private void pump() {
    try (source) {
      while (awaitRoom()) {
        Optional<Message> next = source.next();
        if (next.isEmpty()) {
          break;
        }
        came(next.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      // What the body declares too; the outcome says the same.
    }
    // Closed by now, so that it has one whatever happened.
    ended(source.outcome().join());
  }

  private boolean awaitRoom() throws InterruptedException {
    desk.lock();
    try {
      while (!kept.forgotten() && !desk.mayGrow(this, kept)) {
        desk.waits(this);
        changed.await();
      }
      return !kept.forgotten();
    } finally {
      desk.moves(this);
      desk.unlock();
    }
  }

  private void came(Message chunk) {
    desk.lock();
    try {
      desk.book().came(kept, chunk);
      changed.signalAll();
    } finally {
      desk.unlock();
    }
  }

  private void ended(Outcome<Long> how) {
    desk.lock();
    try {
      end = how;
      desk.book().ended(kept, desk.now());
      changed.signalAll();
      if (kept.unread() && !kept.forgotten()) {
        desk.tidySoon(this);
      }
    } finally {
      desk.unlock();
    }
    outcome.complete(how);
  }

  /** The next chunk for a reader, which waits for it; empty when there are no more. */
  Optional<Step.Chunk> next(KeptGeneration.Reader reader) throws InterruptedException {
    Outcome<Long> how;
    desk.lock();
    try {
      Step step = desk.book().read(kept, reader, desk.now());
      while (step instanceof Step.Nothing) {
        changed.await();
        step = desk.book().read(kept, reader, desk.now());
      }
      if (step instanceof Step.Chunk chunk) {
        desk.roomMayHaveGrown(this);
        return Optional.of(chunk);
      }
      if (step instanceof Step.Dropped || end == null) {
        throw dropped();
      }
      how = end;
    } finally {
      desk.unlock();
    }
    Long _ = how.orThrow();
    return Optional.empty();
  }

  private static EdgewiseException dropped() {
    return EdgewiseException.of(
        ErrorCode.GENERATION_GONE,
        "This reader was let go: it took nothing more while another reader of the same generation"
            + " waited for it. Go on from the last chunk that came, or make the call anew.");
  }

  boolean hasSomething(KeptGeneration.Reader reader) {
    desk.lock();
    try {
      return desk.book().hasSomething(kept, reader);
    } finally {
      desk.unlock();
    }
  }

  void leave(KeptGeneration.Reader reader) {
    desk.lock();
    try {
      if (desk.book().leave(kept, reader, desk.now())) {
        if (kept.unread()) {
          desk.tidySoon(this);
        }
        desk.roomMayHaveGrown(this);
      }
    } finally {
      desk.unlock();
    }
  }

  /** Wakes whoever waits for it. */
  void wake() {
    changed.signalAll();
  }

  /** Ends the call, unless it has ended; must not be called with the desk's lock. */
  void cancel() {
    source.close();
  }

  /** Whether one reader may be in the way of another. */
  boolean sharedByReaders() {
    return kept.readers() > 1;
  }

  /** Replaces the timer; under the lock. */
  void timer(Scheduler.@Nullable Cancellable next) {
    Scheduler.Cancellable before = timer;
    if (before != null) {
      before.cancel();
    }
    timer = next;
  }
}
