package dev.edgewise.integrations.consul;

import dev.edgewise.sdk.spi.FleetRegistry;
import java.time.Duration;

/**
 * Publishes a fleet as services of one Consul agent, each with a check by TTL. What nobody reported
 * on for the TTL and a minute more, because its orchestrator is gone for good, Consul removes by
 * itself.
 */
public final class ConsulRegistry implements FleetRegistry {
  /** Found as a service. */
  public ConsulRegistry() {}

  @Override
  public String scheme() {
    return ConsulAddress.SCHEME;
  }

  @Override
  public Connection open(String address, Duration ttl) {
    return new ConsulConnection(ConsulAddress.parse(address), ttl);
  }
}
