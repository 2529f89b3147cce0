package dev.edgewise.sdk.fleet;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Accelerator;
import dev.edgewise.core.Site;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A zone that the orchestrator scales, as it tells clients of it, also while none of its nodes
 * runs.
 *
 * @param site its name, and how far it is trusted
 * @param nodes that are ready, 0 or more
 * @param starting nodes that are being started, 0 or more
 * @param max the most nodes that it may have
 * @param coldStart how long a start takes until a call can be taken, as learned, its spread
 *     included; not negative, zero while nobody knows
 * @param methods full names ({@code service/method}) of what its nodes offer
 * @param accelerators what its nodes have beside their processors
 * @param canStart whether another node would be started for who asks
 * @param because why not, for people; empty when it would
 */
public record ScaledZone(
    Site site,
    int nodes,
    int starting,
    int max,
    Duration coldStart,
    Set<String> methods,
    List<Accelerator> accelerators,
    boolean canStart,
    String because) {
  public ScaledZone {
    requireNonNull(site, "site");
    requireNonNull(because, "because");
    methods = Set.copyOf(methods);
    accelerators = List.copyOf(accelerators);
    if (nodes < 0 || starting < 0 || max < 0) {
      throw new IllegalArgumentException(
          "nodes, starting, max: "
              + nodes
              + ", "
              + starting
              + ", "
              + max
              + " (expected: not negative)");
    }
    if (coldStart.isNegative()) {
      throw new IllegalArgumentException("coldStart: " + coldStart + " (expected: not negative)");
    }
  }

  String name() {
    return site.name();
  }

  /** Whether a node is on its way, or would be started. */
  boolean grows() {
    return starting > 0 || (canStart && nodes < max);
  }

  /** Whether nothing of it runs, nothing is on the way, and nothing will be. */
  boolean isShut() {
    return nodes == 0 && starting == 0 && !canStart;
  }
}
