package dev.edgewise.sdk.fleet;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Accelerator;
import dev.edgewise.core.Liveness;
import dev.edgewise.core.Load;
import dev.edgewise.core.Node;
import dev.edgewise.core.Quarantine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A node as the orchestrator knows it. What a client finds out by itself, reachability and methods
 * before all, counts for more.
 *
 * @param node who it is
 * @param address for the transport
 * @param epoch of its lease
 * @param liveness {@code ALIVE}, {@code SUSPECT} or {@code ISLANDED}
 * @param draining whether it takes no new calls
 * @param methods full names ({@code service/method}) of what it offers
 * @param accelerators what it has beside its processor
 * @param load as of its last report, when there was one
 * @param loadAge how old that report was when this was received
 * @param quarantines services that get no calls there, or hardly any
 */
public record RegisteredNode(
    Node node,
    String address,
    long epoch,
    Liveness liveness,
    boolean draining,
    Set<String> methods,
    List<Accelerator> accelerators,
    Optional<Load> load,
    Duration loadAge,
    List<Quarantine> quarantines) {
  /** A node without accelerators, of which nothing is under quarantine. */
  public RegisteredNode(
      Node node,
      String address,
      long epoch,
      Liveness liveness,
      boolean draining,
      Set<String> methods,
      Optional<Load> load,
      Duration loadAge) {
    this(node, address, epoch, liveness, draining, methods, List.of(), load, loadAge, List.of());
  }

  public RegisteredNode {
    requireNonNull(node, "node");
    requireNonNull(address, "address");
    requireNonNull(liveness, "liveness");
    methods = Set.copyOf(methods);
    accelerators = List.copyOf(accelerators);
    quarantines = List.copyOf(quarantines);
    requireNonNull(load, "load");
    if (loadAge.isNegative()) {
      throw new IllegalArgumentException("loadAge: " + loadAge + " (expected: not negative)");
    }
  }

  String name() {
    return node.name();
  }

  /** Whether the orchestrator has lost it. */
  boolean isSuspect() {
    return liveness == Liveness.SUSPECT || liveness == Liveness.ISLANDED;
  }
}
