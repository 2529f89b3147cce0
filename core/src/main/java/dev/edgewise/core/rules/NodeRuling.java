package dev.edgewise.core.rules;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Node;

/**
 * What rules say of one node for one call.
 *
 * @param node the node
 * @param objection why it must not run the call, for people; empty when it may
 * @param factor what its score is multiplied by, at least 1
 * @param rules names of the rules that said so, joined by commas; empty when none did
 */
public record NodeRuling(Node node, String objection, double factor, String rules) {
  public NodeRuling {
    requireNonNull(node, "node");
    requireNonNull(objection, "objection");
    requireNonNull(rules, "rules");
    if (!(factor >= 1)) {
      throw new IllegalArgumentException("factor: " + factor + " (expected: at least 1)");
    }
  }

  /** Nothing against it. */
  public static NodeRuling free(Node node) {
    return new NodeRuling(node, "", 1, "");
  }
}
