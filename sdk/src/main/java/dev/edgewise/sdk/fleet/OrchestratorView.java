package dev.edgewise.sdk.fleet;

import dev.edgewise.core.rules.RuleBook;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The fleet as its orchestrator sees it.
 *
 * @param version grows with every change, also across restarts of the orchestrator
 * @param nodes in a stable order, no two of one name
 * @param zones those that it scales, also when none of their nodes runs
 * @param rules what its operators have laid down about calls
 */
public record OrchestratorView(
    long version, List<RegisteredNode> nodes, List<ScaledZone> zones, RuleBook rules) {
  /** A fleet without rules. */
  public OrchestratorView(long version, List<RegisteredNode> nodes, List<ScaledZone> zones) {
    this(version, nodes, zones, RuleBook.EMPTY);
  }

  /** A fleet of which no zone is scaled. */
  public OrchestratorView(long version, List<RegisteredNode> nodes) {
    this(version, nodes, List.of());
  }

  public OrchestratorView {
    nodes = List.copyOf(nodes);
    zones = List.copyOf(zones);
    Set<String> names = new HashSet<>();
    for (RegisteredNode node : nodes) {
      if (!names.add(node.name())) {
        throw new IllegalArgumentException(
            "nodes: two are named " + node.name() + " (expected: unique names)");
      }
    }
  }
}
