package dev.edgewise.orchestrator.overview;

import dev.edgewise.orchestrator.node.Limits;

/**
 * Who is told of the fleet: an application, or an agent that calls others.
 *
 * @param name what it calls itself; need not be unique, and may be empty
 * @param site where it stands; may be empty
 * @param version of its SDK
 */
public record Client(String name, String site, String version) {
  public Client {
    Limits.text("client", name);
    Limits.text("site", site);
    Limits.text("version", version);
  }
}
