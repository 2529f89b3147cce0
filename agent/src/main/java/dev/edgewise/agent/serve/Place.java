package dev.edgewise.agent.serve;

import java.util.function.Consumer;

/**
 * The place of one admitted call, with two obligations: who runs the call says {@link #ready} and
 * then {@link #finished}; who talks to the caller says {@link #closed}. When nothing is left to do,
 * the place is free again. Thread-safe; each method may be called more than once.
 */
public interface Place {
  /**
   * Counts bytes in the heap that the node now holds for this call, in addition to those counted
   * before.
   *
   * @return false when the node holds too much; the bytes are counted nevertheless, until the place
   *     is free
   */
  boolean hold(int bytes);

  /** The same for bytes outside the heap. */
  boolean holdDirect(int bytes);

  /**
   * Says what to do when the node changes its mind before the call could start: because its request
   * was on its way for so long that others had to come first, or because all places were taken when
   * it was there. {@code tell} is run at most once, on the thread of whoever came first.
   */
  void whenTurnedAway(Consumer<Entry.TurnedAway> tell);

  /**
   * The request is complete: {@code start} is run as soon as a slot is free, at once or later, on
   * whatever thread freed the slot, and never when {@link #closed} came first. It must not block.
   */
  void ready(Runnable start);

  /**
   * The body is done, or will not run: the slot goes to the next call in line.
   *
   * @param serviceNanos how long the body ran; negative when it did not run
   */
  void finished(long serviceNanos);

  /** The caller has got all of its answer, or has gone. A call that waits leaves the line. */
  void closed();
}
