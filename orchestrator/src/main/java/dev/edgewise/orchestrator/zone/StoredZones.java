package dev.edgewise.orchestrator.zone;

import dev.edgewise.orchestrator.scale.Habits;
import java.util.List;
import java.util.Map;

/**
 * What outlived the last process.
 *
 * @param habits what the scaler of each zone had learned, by the zone's name; those that could not
 *     be read are missing
 */
public record StoredZones(
    List<StoredZone> zones, List<StoredZoneNode> nodes, Map<String, Habits> habits) {
  public StoredZones {
    zones = List.copyOf(zones);
    nodes = List.copyOf(nodes);
    habits = Map.copyOf(habits);
  }

  /** Of an orchestrator that had no zones before. */
  public static StoredZones empty() {
    return new StoredZones(List.of(), List.of(), Map.of());
  }
}
