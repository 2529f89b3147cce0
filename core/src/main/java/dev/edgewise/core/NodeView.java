package dev.edgewise.core;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One node as a caller sees it.
 *
 * @param node who it is
 * @param liveness what is known of it
 * @param draining whether it asked for no new calls
 * @param methods full names ({@code service/method}) of what it offers
 * @param accelerators what it has beside its processor; empty also where that is not known
 * @param quarantines services that get no calls there, or hardly any; at most one for each
 */
public record NodeView(
    Node node,
    Liveness liveness,
    boolean draining,
    Set<String> methods,
    List<Accelerator> accelerators,
    List<Quarantine> quarantines) {
  /** A node that every service of it may be called on. */
  public NodeView(
      Node node,
      Liveness liveness,
      boolean draining,
      Set<String> methods,
      List<Accelerator> accelerators) {
    this(node, liveness, draining, methods, accelerators, List.of());
  }

  /** A node of which no accelerator is known. */
  public NodeView(Node node, Liveness liveness, boolean draining, Set<String> methods) {
    this(node, liveness, draining, methods, List.of());
  }

  public NodeView {
    requireNonNull(node, "node");
    requireNonNull(liveness, "liveness");
    methods = Set.copyOf(methods);
    accelerators = List.copyOf(accelerators);
    quarantines = List.copyOf(quarantines);
  }

  /** What holds of a service there. */
  public Optional<Quarantine> quarantine(String service) {
    for (Quarantine each : quarantines) {
      if (each.service().equals(service)) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }
}
