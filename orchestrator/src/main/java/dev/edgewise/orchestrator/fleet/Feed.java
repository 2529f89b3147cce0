package dev.edgewise.orchestrator.fleet;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What one client is still to be sent. A client that is too slow loses its place: instead of a
 * queue that grows it gets the full view of the moment when it can take one.
 */
final class Feed {
  private static final int MOST_WAITING = 16;

  private final Deque<ViewMessage.Delta> waiting = new ArrayDeque<>();
  private boolean wantsFull = true;
  private long sentVersion;

  void add(ViewMessage.Delta delta) {
    if (wantsFull) {
      return;
    }
    if (waiting.size() == MOST_WAITING) {
      startOver();
    } else {
      waiting.add(delta);
    }
  }

  /** Begins anew with a full view. */
  void startOver() {
    waiting.clear();
    wantsFull = true;
  }

  /** The next message for a client that can take one. */
  Optional<ViewMessage> next(Supplier<ViewMessage.Full> full) {
    Optional<ViewMessage> next;
    if (wantsFull) {
      wantsFull = false;
      next = Optional.of(full.get());
    } else {
      next = Optional.ofNullable(waiting.poll());
    }
    next.ifPresent(message -> sentVersion = message.version());
    return next;
  }

  /** Of the view that the client has when it has received everything; 0 before the first. */
  long sentVersion() {
    return sentVersion;
  }
}
