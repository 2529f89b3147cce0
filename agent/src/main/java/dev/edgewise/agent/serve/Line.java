package dev.edgewise.agent.serve;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one method, or all streams: those that run, and those that wait in the order of
 * their coming. Guarded by the lock of its {@link Admission}.
 */
final class Line {
  /** A call that waits. */
  interface Waiting {
    /** It has a slot now. */
    void takeSlot();

    /** Starts it, which must not be done under the lock. */
    void start();
  }

  final ArrayDeque<Waiting> queue = new ArrayDeque<>();
  final int slots;
  final int places;

  /** Whether its calls are what the node's load is made of. */
  final boolean counts;

  /** Whether its calls are streams, which take places of their own. */
  final boolean flows;

  /** What is said when no place is left. */
  final Entry.TurnedAway full;

  int present;
  int running;

  /** The calls of a method. */
  static Line of(String method, boolean inLanes, Capacity capacity, Refusals refusals) {
    return inLanes
        ? new Line(capacity.maxCalls(), 0, false, false, refusals.nodeFull)
        : new Line(
            capacity.concurrency(), capacity.queue(), true, false, refusals.methodFull(method));
  }

  /** Open streams; those that are work as long as they are open count as the node's load. */
  static Line ofStreams(boolean counts, Capacity capacity, Refusals refusals) {
    return new Line(capacity.maxOpenStreams(), 0, counts, true, refusals.noMoreStreams);
  }

  private Line(int slots, int queue, boolean counts, boolean flows, Entry.TurnedAway full) {
    this.slots = slots;
    this.places = slots + queue;
    this.counts = counts;
    this.flows = flows;
    this.full = full;
  }

  /** Takes whoever may run now out of the line. */
  @Nullable Waiting next() {
    if (running >= slots) {
      return null;
    }
    Waiting next = queue.poll();
    if (next != null) {
      next.takeSlot();
    }
    return next;
  }
}
