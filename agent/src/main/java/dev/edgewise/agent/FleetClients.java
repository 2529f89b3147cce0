package dev.edgewise.agent;

import static java.util.Objects.requireNonNull;

import dev.edgewise.agent.config.AgentConfig;
import dev.edgewise.agent.host.Clients;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.sdk.api.Edgewise;
import java.util.Optional;

/**
 * Clients for the bodies that call other services. An agent that was given an orchestrator or nodes
 * is a client of the fleet; it becomes one when the first of them wants a client.
 */
final class FleetClients implements Clients, AutoCloseable {
  private final AgentConfig config;

  // Guarded by this.
  private Optional<Edgewise> joined = Optional.empty();

  FleetClients(AgentConfig config) {
    this.config = requireNonNull(config, "config");
  }

  @Override
  public synchronized <S> S client(Class<S> type) {
    if (config.fleet().orchestrator().isEmpty()
        && config.edgeNodes().isEmpty()
        && config.cloudZone().isEmpty()) {
      throw EdgewiseException.of(
          ErrorCode.BAD_CONFIGURATION,
          "A body wants a client of "
              + type.getName()
              + ", and this agent knows no other nodes. Name its fleet's orchestrator, or give it"
              + " edgeNodes (name=host:port, …) or cloudZone (zone=host:port,…), in its file or as"
              + " --orchestrator, --edge-nodes and --cloud-zone.");
    }
    Edgewise fleet = joined.orElseGet(this::join);
    joined = Optional.of(fleet);
    return fleet.client(type);
  }

  private Edgewise join() {
    Edgewise.Builder builder =
        Edgewise.builder().site(config.node().site().name()).name(config.node().name());
    config.tls().ifPresent(builder::tls);
    config.fleet().orchestrator().ifPresent(builder::orchestrator);
    builder.edgeNodes(config.edgeNodes().toArray(String[]::new));
    config.cloudZone().ifPresent(builder::cloudZone);
    return builder.build();
  }

  @Override
  public synchronized void close() {
    joined.ifPresent(Edgewise::close);
  }
}
