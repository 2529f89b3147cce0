package dev.edgewise.agent;

import dev.edgewise.agent.host.Clients;
import dev.edgewise.core.EdgewiseException;
import dev.edgewise.core.ErrorCode;

/** For an agent that was given no nodes to call. */
enum NoClients implements Clients {
  INSTANCE;

  @Override
  public <S> S client(Class<S> type) {
    throw EdgewiseException.of(
        ErrorCode.BAD_CONFIGURATION,
        "A body wants a client of "
            + type.getName()
            + ", and this agent knows no other nodes. Name its fleet's orchestrator, or give it"
            + " edgeNodes (name=host:port, …) or cloudZone (zone=host:port,…), in its file or as"
            + " --orchestrator, --edge-nodes and --cloud-zone.");
  }
}
