package dev.edgewise.orchestrator.fleet;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * A node's right to be routed to.
 *
 * @param epoch larger than that of every lease before, also across restarts
 * @param duration how long it lasts without a renewal
 * @param heartbeat how often to renew
 */
public record Lease(long epoch, Duration duration, Duration heartbeat) {
  public Lease {
    requireNonNull(duration, "duration");
    requireNonNull(heartbeat, "heartbeat");
  }
}
