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
  /** Stands for nodes that nobody remembers; no node has this name. */
  private static final String SOMEBODY = "";

  private final Set<String> awaited;
  private final long patience;
  private long start;
  private boolean over;

  Settling(Collection<String> remembered, long start, Duration patience) {
    this.awaited = new HashSet<>(remembered);
    this.start = start;
    this.patience = patience.toNanos();
    this.over = awaited.isEmpty();
  }

  /**
   * It turns out that there were nodes which are not remembered: all have the time to come back.
   * Happens once, so that no client can hold views up for ever.
   *
   * @return whether it was the first time
   */
  boolean startOver(long now) {
    boolean first = awaited.add(SOMEBODY);
    if (first) {
      start = now;
      over = false;
    }
    return first;
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
