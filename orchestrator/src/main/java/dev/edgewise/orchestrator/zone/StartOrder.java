package dev.edgewise.orchestrator.zone;

import static java.util.Objects.requireNonNull;

/**
 * A node that is to be started.
 *
 * @param node its name, which no other node has
 * @param template of its zone
 */
public record StartOrder(String node, ZoneTemplate template) {
  public StartOrder {
    requireNonNull(node, "node");
    requireNonNull(template, "template");
  }
}
