package dev.edgewise.core;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/**
 * One node as a caller sees it.
 *
 * @param node who it is
 * @param liveness what is known of it
 * @param draining whether it asked for no new calls
 * @param methods full names ({@code service/method}) of what it offers
 */
public record NodeView(Node node, Liveness liveness, boolean draining, Set<String> methods) {
  public NodeView {
    requireNonNull(node, "node");
    requireNonNull(liveness, "liveness");
    methods = Set.copyOf(methods);
  }
}
