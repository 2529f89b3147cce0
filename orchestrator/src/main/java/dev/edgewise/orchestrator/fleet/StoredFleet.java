package dev.edgewise.orchestrator.fleet;

import dev.edgewise.orchestrator.quarantine.StoredQuarantine;
import java.util.List;
import java.util.Map;

/**
 * What outlived the last process.
 *
 * @param lastNumber the largest epoch, or version of a desired state, that was ever given
 * @param viewFloor the largest version that a view may have had
 * @param nodes members that were neither dead nor had left
 * @param desired what operators want, by node
 * @param quarantines of services on nodes
 */
public record StoredFleet(
    long lastNumber,
    long viewFloor,
    List<StoredNode> nodes,
    Map<String, Desired> desired,
    List<StoredQuarantine> quarantines) {
  /** Of a fleet in which nothing is under quarantine. */
  public StoredFleet(
      long lastNumber, long viewFloor, List<StoredNode> nodes, Map<String, Desired> desired) {
    this(lastNumber, viewFloor, nodes, desired, List.of());
  }

  public StoredFleet {
    quarantines = List.copyOf(quarantines);
    nodes = List.copyOf(nodes);
    desired = Map.copyOf(desired);
  }

  /** Of an orchestrator that was never started before. */
  public static StoredFleet empty() {
    return new StoredFleet(0, 0, List.of(), Map.of());
  }
}
