package dev.edgewise.orchestrator.overview;

import java.util.List;
import java.util.Map;

/**
 * The fleet at one moment, as operators are told of it.
 *
 * @param members by tier, site and name; those that died or left lately too
 * @param clients in the order in which they came
 * @param settling whether stored nodes are still waited for; no view is sent meanwhile
 * @param viewVersion of the newest view
 * @param counts what has happened since the start
 * @param faults of services
 */
public record FleetSnapshot(
    List<MemberStatus> members,
    List<ClientStatus> clients,
    boolean settling,
    long viewVersion,
    FleetCounts counts,
    Faults faults) {
  /**
   * What is known of services that fail.
   *
   * @param everywhere services that fail on all nodes of a tier alike, with what is known of that
   * @param quarantines that have begun by themselves since the start
   */
  public record Faults(Map<String, String> everywhere, long quarantines) {
    /** Nothing fails. */
    public static final Faults NONE = new Faults(Map.of(), 0);

    public Faults {
      everywhere = Map.copyOf(everywhere);
    }
  }

  public FleetSnapshot {
    members = List.copyOf(members);
    clients = List.copyOf(clients);
  }
}
