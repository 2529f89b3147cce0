package dev.edgewise.orchestrator.zone;

import java.util.List;

/** What outlived the last process. */
public record StoredZones(List<StoredZone> zones, List<StoredZoneNode> nodes) {
  public StoredZones {
    zones = List.copyOf(zones);
    nodes = List.copyOf(nodes);
  }

  /** Of an orchestrator that had no zones before. */
  public static StoredZones empty() {
    return new StoredZones(List.of(), List.of());
  }
}
