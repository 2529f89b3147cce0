package dev.edgewise.orchestrator.fleet;

import static java.util.Objects.requireNonNull;

import dev.edgewise.orchestrator.node.Registration;

/**
 * A node that was a member when the process ended.
 *
 * @param registration the last one
 * @param epoch of its last lease
 */
public record StoredNode(Registration registration, long epoch) {
  public StoredNode {
    requireNonNull(registration, "registration");
  }
}
