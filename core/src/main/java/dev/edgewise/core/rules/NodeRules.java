package dev.edgewise.core.rules;

import dev.edgewise.core.Node;

/** What the rules that are met for a call say of nodes. Used by one thread at a time. */
@FunctionalInterface
public interface NodeRules {
  /** Nothing is said. */
  NodeRules NONE = NodeRuling::free;

  /** What they say of this node; the same for each question about one call. */
  NodeRuling of(Node node);
}
