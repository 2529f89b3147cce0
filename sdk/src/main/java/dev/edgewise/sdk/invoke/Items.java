package dev.edgewise.sdk.invoke;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.Outcome;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The items of a streamed call, as they come. They belong to who made the call: it closes them, and
 * that gives the call up when it has not ended. One that is neither read to its end nor closed ends
 * with its deadline.
 *
 * <p>Reading is for one thread at a time; the rest is thread-safe. A reader that is slow, or stops,
 * holds up the body: beside what it has read, at most 16 items, of at most 1 MiB together or else
 * one, wait on this side.
 *
 * @param <R> an item
 */
public interface Items<R> extends AutoCloseable {
  /**
   * Takes the next item, waiting for it; empty when there are no more.
   *
   * @throws EdgewiseException what went wrong, after the items that came before it; a declared
   *     exception of the body is thrown as itself, checked or not
   * @throws InterruptedException when this thread is interrupted; the call is cancelled
   */
  Optional<R> next() throws InterruptedException;

  /** The id for {@code edgewise explain}. */
  String decisionId();

  /** Whether {@link #next} would return, or throw, without waiting. */
  boolean isReady();

  /**
   * How the call ended, as soon as this side knows, which may be before its last items are read; of
   * a completed one the number of its items. Never completes exceptionally.
   */
  CompletableFuture<Outcome<Long>> outcome();

  /** Gives the call up, unless it has ended: the body is told, and what waits here is dropped. */
  @Override
  void close();
}
