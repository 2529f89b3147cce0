package dev.edgewise.orchestrator.fleet;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * The time after the orchestrator's start in which the nodes that it remembers come back. A view
 * made meanwhile would tell clients of a fleet that is smaller than it is.
 */
final class Settling {
  private final Set<String> awaited;
  private final long start;
  private final long patience;
  private boolean over;

  Settling(Collection<String> remembered, long start, Duration patience) {
    this.awaited = new HashSet<>(remembered);
    this.start = start;
    this.patience = patience.toNanos();
    this.over = awaited.isEmpty();
  }

  /** The node has come back, or is known not to. */
  void decided(String node) {
    awaited.remove(node);
    over |= awaited.isEmpty();
  }

  void tick(long now) {
    over |= now - start >= patience;
  }

  boolean isOver() {
    return over;
  }
}
