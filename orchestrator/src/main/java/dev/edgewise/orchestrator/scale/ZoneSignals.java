package dev.edgewise.orchestrator.scale;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * All that the scaler decides by, at one moment. Meant to come each second, and at once when a call
 * finds no node.
 *
 * @param nanos monotonic, never less than before
 * @param at the time of day, from which the hour of the week is taken (UTC)
 * @param ready nodes that take calls
 * @param starting nodes that will
 * @param draining nodes that finish what they have
 * @param slotsPerNode calls that a node serves at once, at least 1
 * @param coldStart learned: from the wish for a node to its first call (process, model, warm-up)
 * @param nodeCostPerHour for the words of an advice; 0 where it is not known
 * @param methods each with its demand; those without calls may be left out
 */
public record ZoneSignals(
    long nanos,
    Instant at,
    int ready,
    int starting,
    int draining,
    int slotsPerNode,
    Duration coldStart,
    double nodeCostPerHour,
    List<MethodDemand> methods) {
  public ZoneSignals {
    requireNonNull(at, "at");
    if (ready < 0 || starting < 0 || draining < 0) {
      throw new IllegalArgumentException(
          "ready, starting, draining: %d, %d, %d (expected: none negative)"
              .formatted(ready, starting, draining));
    }
    if (slotsPerNode < 1) {
      throw new IllegalArgumentException(
          "slotsPerNode: " + slotsPerNode + " (expected: 1 or more)");
    }
    if (requireNonNull(coldStart, "coldStart").isNegative()) {
      throw new IllegalArgumentException("coldStart: " + coldStart + " (expected: not negative)");
    }
    if (!(nodeCostPerHour >= 0) || !Double.isFinite(nodeCostPerHour)) {
      throw new IllegalArgumentException(
          "nodeCostPerHour: " + nodeCostPerHour + " (expected: not negative, finite)");
    }
    methods = List.copyOf(methods);
  }

  /** Nodes that there are or will be. */
  int coming() {
    return ready + starting;
  }
}
