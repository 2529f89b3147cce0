package dev.edgewise.core;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;

/**
 * One node as a caller sees it.
 *
 * @param node who it is
 * @param liveness what is known of it
 * @param draining whether it asked for no new calls
 * @param methods full names ({@code service/method}) of what it offers
 * @param accelerators what it has beside its processor; empty also where that is not known
 */
public record NodeView(
    Node node,
    Liveness liveness,
    boolean draining,
    Set<String> methods,
    List<Accelerator> accelerators) {
  /** A node of which no accelerator is known. */
  public NodeView(Node node, Liveness liveness, boolean draining, Set<String> methods) {
    this(node, liveness, draining, methods, List.of());
  }

  public NodeView {
    requireNonNull(node, "node");
    requireNonNull(liveness, "liveness");
    methods = Set.copyOf(methods);
    accelerators = List.copyOf(accelerators);
  }
}
