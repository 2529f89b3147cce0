package dev.edgewise.core.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A stream of chunks that is worth more than the node that makes it. What was emitted and the
 * newest checkpoint lie with the caller, so that another node goes on when this one is lost: it is
 * asked for the same again, and finds here how far that had come.
 *
 * <pre>{@code
 * Chapter at = generation.resume(generation.key()).orElse(Chapter.FIRST);
 * for (; !at.isLast() && !generation.cancelled(); at = at.next()) {
 *   generation.emit(write(at));
 *   generation.checkpoint(at.number(), at, took);
 * }
 * }</pre>
 *
 * <p>A body that finds no checkpoint begins anew; what it emits first and the caller has already
 * goes to nobody, so the same request and {@link #seed} must give the same chunks. For the thread
 * of the body.
 *
 * @param <S> the state at a checkpoint
 * @param <C> a chunk
 */
public interface Generation<S, C> {
  /** The same on each node that works on it: the root of all chance in it. */
  long seed();

  /** What the caller has, in order: enough for those whose state is what they have said. */
  List<C> emitted();

  /**
   * Goes on after {@link #emitted} from it alone: what is emitted next is what the caller lacks.
   */
  void continueAfterEmitted();

  /** Of this generation: tenant, method, code or model, request and seed are in it. */
  ChainKey key();

  /**
   * Takes up the newest checkpoint, when there is one of that key, whole and readable; what is
   * emitted next is what came after it. Once, before anything is emitted.
   *
   * @param key {@link #key}, or one that was made of it for what else decides about the chunks
   */
  Optional<S> resume(ChainKey key);

  /**
   * Says that it could go on from here. The state is kept when it is worth what that takes.
   *
   * @param step in the body's own count; grows
   * @param cost what it took to come here from the beginning
   */
  void checkpoint(long step, S state, Duration cost);

  /**
   * Hands on a chunk, waiting while its reader has no room for it.
   *
   * @throws InterruptedException when nobody wants more, or another node has taken over
   */
  void emit(C chunk) throws InterruptedException;

  /** Whether going on is a waste: the caller has given up, or another node has taken over. */
  boolean cancelled();
}
