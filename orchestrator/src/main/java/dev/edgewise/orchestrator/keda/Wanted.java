package dev.edgewise.orchestrator.keda;

import static java.util.Objects.requireNonNull;

/**
 * How many nodes a zone should have.
 *
 * @param nodes those that take calls and those that are kept warm, ≥ 0
 * @param because for people
 */
public record Wanted(int nodes, String because) {
  public Wanted {
    if (nodes < 0) {
      throw new IllegalArgumentException("nodes: " + nodes + " (expected: 0 or more)");
    }
    requireNonNull(because, "because");
  }

  /** Whether any node should run. */
  public boolean active() {
    return nodes > 0;
  }
}
