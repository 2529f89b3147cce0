package dev.edgewise.integrations.consul;

import static java.util.Objects.requireNonNull;

import dev.edgewise.sdk.spi.OrchestratorLocator;
import java.security.SecureRandom;

/**
 * Finds the orchestrator as the healthy instance of the service {@value #SERVICE} in Consul, and
 * hears of changes by blocking queries of the health endpoint.
 */
public final class ConsulLocator implements OrchestratorLocator {
  /** What an orchestrator publishes itself as. */
  static final String SERVICE = "edgewise-orchestrator";

  /** Found as a service. */
  public ConsulLocator() {}

  @Override
  public String scheme() {
    return ConsulAddress.SCHEME;
  }

  @Override
  public Watch watch(String address, Listener listener) {
    return OrchestratorWatch.begin(
        ConsulAddress.parse(address),
        requireNonNull(listener, "listener"),
        OrchestratorWatch.LONGEST_BLOCK,
        new SecureRandom());
  }
}
