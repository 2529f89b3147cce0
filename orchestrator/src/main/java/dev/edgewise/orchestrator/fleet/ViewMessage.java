package dev.edgewise.orchestrator.fleet;

import java.util.List;

/** What a client is sent of the fleet. */
public sealed interface ViewMessage {
  /** Of the view that the client has after it. */
  long version();

  /** Replaces whatever view the client has. */
  record Full(long version, List<NodeEntry> nodes) implements ViewMessage {
    public Full {
      nodes = List.copyOf(nodes);
    }
  }

  /**
   * Fits the view of version {@code from} and no other.
   *
   * @param changed new nodes, and nodes of which something has changed, whole
   * @param removed names of nodes that are gone
   */
  record Delta(long from, long version, List<NodeEntry> changed, List<String> removed)
      implements ViewMessage {
    public Delta {
      changed = List.copyOf(changed);
      removed = List.copyOf(removed);
    }
  }
}
