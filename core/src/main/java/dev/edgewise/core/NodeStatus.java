package dev.edgewise.core;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * What this client knows of one node.
 *
 * @param address as it was configured
 * @param node who it says it is; empty until it has said so
 * @param liveness what is known of it
 * @param since when it got into that state
 * @param draining whether it asked for no new calls
 * @param detail for people: why it is in that state; may be empty
 */
public record NodeStatus(
    String address,
    Optional<Node> node,
    Liveness liveness,
    Instant since,
    boolean draining,
    String detail) {
  public NodeStatus {
    requireNonNull(address, "address");
    requireNonNull(node, "node");
    requireNonNull(liveness, "liveness");
    requireNonNull(since, "since");
    requireNonNull(detail, "detail");
  }
}
