package dev.edgewise.core;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A versioned picture of the nodes. Immutable; a placement uses one view from beginning to end.
 *
 * @param version grows with every change
 * @param nodes in a stable order, no two of one name
 */
public record FleetView(long version, List<NodeView> nodes) {
  public FleetView {
    nodes = List.copyOf(nodes);
    Set<String> names = new HashSet<>();
    for (NodeView view : nodes) {
      if (!names.add(view.node().name())) {
        throw new IllegalArgumentException(
            "nodes: two are named " + view.node().name() + " (expected: unique names)");
      }
    }
  }
}
