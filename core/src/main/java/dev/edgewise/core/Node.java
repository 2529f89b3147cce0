package dev.edgewise.core;

import static java.util.Objects.requireNonNull;

import dev.edgewise.annotations.Tier;

/**
 * One running agent.
 *
 * @param name unique in its fleet
 * @param tier edge or cloud
 * @param site where it stands; for the cloud tier, its zone
 */
public record Node(String name, Tier tier, Site site) {
  public Node {
    Names.check("node", name);
    requireNonNull(tier, "tier");
    requireNonNull(site, "site");
  }
}
