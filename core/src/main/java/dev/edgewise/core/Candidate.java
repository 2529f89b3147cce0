package dev.edgewise.core;

import static java.util.Objects.requireNonNull;

/** A node that was considered for a call: either removed by a filter, or scored. */
public sealed interface Candidate {
  /** The node that was considered. */
  Node node();

  /**
   * A node that must not run the call.
   *
   * @param node the node
   * @param filter the rule that removed it
   * @param because the rule applied to this node and call, in a newcomer's words
   */
  record Removed(Node node, Filter filter, String because) implements Candidate {
    public Removed {
      requireNonNull(node, "node");
      requireNonNull(filter, "filter");
      requireNonNull(because, "because");
    }
  }

  /**
   * A node that could run the call.
   *
   * @param node the node
   * @param score its predicted completion time
   */
  record Scored(Node node, Score score) implements Candidate {
    public Scored {
      requireNonNull(node, "node");
      requireNonNull(score, "score");
    }
  }
}
