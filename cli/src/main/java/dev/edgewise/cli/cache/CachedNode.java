package dev.edgewise.cli.cache;

import static java.util.Objects.requireNonNull;

/**
 * What one node answered.
 *
 * @param node its name, or its address when that was given
 * @param answer of that node
 * @param <A> what was asked for
 */
record CachedNode<A>(String node, A answer) {
  CachedNode {
    requireNonNull(node, "node");
    requireNonNull(answer, "answer");
  }
}
