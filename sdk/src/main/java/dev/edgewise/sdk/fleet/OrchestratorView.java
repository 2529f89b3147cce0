package dev.edgewise.sdk.fleet;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The fleet as its orchestrator sees it.
 *
 * @param version grows with every change, also across restarts of the orchestrator
 * @param nodes in a stable order, no two of one name
 */
public record OrchestratorView(long version, List<RegisteredNode> nodes) {
  public OrchestratorView {
    nodes = List.copyOf(nodes);
    Set<String> names = new HashSet<>();
    for (RegisteredNode node : nodes) {
      if (!names.add(node.name())) {
        throw new IllegalArgumentException(
            "nodes: two are named " + node.name() + " (expected: unique names)");
      }
    }
  }
}
