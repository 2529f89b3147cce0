package dev.edgewise.orchestrator.overview;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * What operators are told of one client of the fleet.
 *
 * @param client who it is, as it says
 * @param since when its stream began
 * @param viewVersion of the last view that it was sent; 0 before the first
 */
public record ClientStatus(Client client, Instant since, long viewVersion) {
  public ClientStatus {
    requireNonNull(client, "client");
    requireNonNull(since, "since");
  }
}
