package dev.edgewise.orchestrator.quarantine;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Tier;
import java.util.Set;

/**
 * What one node offers now.
 *
 * @param node its name
 * @param tier of it
 * @param process a number that is another one when another process has its name
 * @param takesCalls whether clients send it new calls: it is alive or islanded, and does not drain
 * @param services full names
 */
public record Offer(
    String node, Tier tier, long process, boolean takesCalls, Set<String> services) {
  public Offer {
    requireNonNull(node, "node");
    requireNonNull(tier, "tier");
    services = Set.copyOf(services);
  }
}
