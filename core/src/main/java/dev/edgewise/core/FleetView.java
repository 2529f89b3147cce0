package dev.edgewise.core;

import java.util.List;

/**
 * A versioned picture of the nodes. Immutable; a placement uses one view from beginning to end.
 *
 * @param version grows with every change
 * @param nodes in a stable order
 */
public record FleetView(long version, List<NodeView> nodes) {
  public FleetView {
    nodes = List.copyOf(nodes);
  }
}
