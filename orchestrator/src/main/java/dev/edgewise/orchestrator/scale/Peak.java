package dev.edgewise.orchestrator.scale;

import java.util.ArrayDeque;
import java.util.Deque;

/** The largest number of late: what has to be smaller for a while before a node is given back. */
final class Peak {
  private record Wish(double at, int nodes) {}

  /** Falling from first to last: a wish that a later one exceeds can never be the largest again. */
  private final Deque<Wish> wishes = new ArrayDeque<>();

  /** The largest of this wish and of those of the last {@code seconds}. */
  int of(double now, int nodes, double seconds) {
    while (!wishes.isEmpty() && wishes.getLast().nodes() <= nodes) {
      wishes.removeLast();
    }
    wishes.addLast(new Wish(now, nodes));
    while (wishes.getFirst().at() < now - seconds) {
      wishes.removeFirst();
    }
    return wishes.getFirst().nodes();
  }
}
