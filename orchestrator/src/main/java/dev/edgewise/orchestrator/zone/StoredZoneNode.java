package dev.edgewise.orchestrator.zone;

import static java.util.Objects.requireNonNull;

/**
 * A node of a zone that was started, or was about to be.
 *
 * @param process what the back-end calls its process; empty until it was started
 * @param epoch of its last lease; 0 before the first
 * @param standby whether it was kept from calls
 */
public record StoredZoneNode(
    String name, String zone, NodePhase phase, boolean standby, String process, long epoch) {
  public StoredZoneNode {
    requireNonNull(name, "name");
    requireNonNull(zone, "zone");
    requireNonNull(phase, "phase");
    requireNonNull(process, "process");
  }
}
