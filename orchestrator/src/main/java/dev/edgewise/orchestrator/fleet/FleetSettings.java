package dev.edgewise.orchestrator.fleet;

import dev.edgewise.orchestrator.node.Limits;
import java.time.Duration;

/**
 * What the fleet is run by.
 *
 * @param lease how long a lease lasts without a renewal
 * @param heartbeat how often agents renew; a third of the lease or less lets one message get lost
 * @param meteredLease the same for nodes whose link costs by volume
 * @param meteredHeartbeat the same for nodes whose link costs by volume
 * @param reach how long a client's word counts that it reaches a node, or does not
 * @param gone a suspect node that no client has reached for so long is dead
 * @param remember how long operators still see nodes that are dead or have left
 * @param settle how long after the start stored nodes are waited for
 * @param pulse how often each client hears of the fleet at least; loads are gathered so long
 * @param loadRefresh a load that has not changed is told again after so long, because of its age
 * @param maxNodes members, those that are dead or have left included
 * @param maxClients open streams of clients
 * @param maxDescriptorBytes of all different descriptor sets together
 */
public record FleetSettings(
    Duration lease,
    Duration heartbeat,
    Duration meteredLease,
    Duration meteredHeartbeat,
    Duration reach,
    Duration gone,
    Duration remember,
    Duration settle,
    Duration pulse,
    Duration loadRefresh,
    int maxNodes,
    int maxClients,
    long maxDescriptorBytes) {
  private static final Duration RECONNECT_JITTER = Duration.ofSeconds(1);
  private static final int METERED_FACTOR = 10;

  public FleetSettings {
    if (heartbeat.toMillis() < 1 || heartbeat.compareTo(lease) >= 0) {
      throw Limits.wrong("heartbeat", heartbeat.toString(), "shorter than the lease, " + lease);
    }
    if (maxNodes < 1 || maxClients < 1) {
      throw Limits.wrong("maxNodes, maxClients", maxNodes + ", " + maxClients, "at least 1");
    }
  }

  /** What holds when nothing is configured: a lease of 3 s, renewed each second. */
  public static FleetSettings standard() {
    return of(Duration.ofSeconds(3), Duration.ofSeconds(1), Duration.ofSeconds(30), 10_000, 2_000);
  }

  /** What can be configured; the rest follows, or is as in the standard. */
  public static FleetSettings of(
      Duration lease, Duration heartbeat, Duration gone, int maxNodes, int maxClients) {
    return new FleetSettings(
        lease,
        heartbeat,
        lease.multipliedBy(METERED_FACTOR),
        heartbeat.multipliedBy(METERED_FACTOR),
        Duration.ofSeconds(3),
        gone,
        Duration.ofMinutes(10),
        lease.plus(RECONNECT_JITTER),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        maxNodes,
        maxClients,
        64L << 20);
  }

  Lease grant(long epoch, boolean metered) {
    return metered
        ? new Lease(epoch, meteredLease, meteredHeartbeat)
        : new Lease(epoch, lease, heartbeat);
  }
}
