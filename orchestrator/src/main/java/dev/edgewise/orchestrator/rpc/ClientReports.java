package dev.edgewise.orchestrator.rpc;

import dev.edgewise.orchestrator.fleet.Client;
import dev.edgewise.proto.v1.Decisions;
import dev.edgewise.proto.v1.Traffic;

/**
 * Takes what clients report of their calls. Called by threads of the transport, for several clients
 * at the same time: implementations are thread-safe and do not block. Whatever they throw ends that
 * client's stream.
 */
public interface ClientReports {
  /**
   * What the client's calls came to since its last such message.
   *
   * @param stream tells open streams apart; never used again after {@link #left}
   */
  void traffic(long stream, Client client, Traffic traffic);

  /** Decisions of the client, newest last. */
  void decisions(long stream, Client client, Decisions decisions);

  /** The client's stream has ended. */
  void left(long stream, Client client);
}
