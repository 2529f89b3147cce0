package dev.edgewise.orchestrator.overview;

import java.util.List;

/**
 * The fleet at one moment, as operators are told of it.
 *
 * @param members by tier, site and name; those that died or left lately too
 * @param clients in the order in which they came
 * @param settling whether stored nodes are still waited for; no view is sent meanwhile
 * @param viewVersion of the newest view
 * @param counts what has happened since the start
 */
public record FleetSnapshot(
    List<MemberStatus> members,
    List<ClientStatus> clients,
    boolean settling,
    long viewVersion,
    FleetCounts counts) {
  public FleetSnapshot {
    members = List.copyOf(members);
    clients = List.copyOf(clients);
  }
}
