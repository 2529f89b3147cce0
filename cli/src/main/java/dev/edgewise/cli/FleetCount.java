package dev.edgewise.cli;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.sdk.wire.FleetStatus;
import dev.edgewise.sdk.wire.OperatorClient;
import java.time.Duration;

/** Asks an orchestrator how much of its fleet it has. */
final class FleetCount implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private final OperatorClient client;

  private FleetCount(OperatorClient client) {
    this.client = client;
  }

  static FleetCount at(String orchestrator) {
    return new FleetCount(OperatorClient.connect(orchestrator));
  }

  /** Whether so many nodes are alive, and so many applications have been given a view. */
  boolean isWhole(int nodes, int applications) {
    try {
      FleetStatus fleet = client.fleet(TIMEOUT);
      long alive = fleet.nodes().stream().filter(node -> node.liveness().equals("alive")).count();
      long watching =
          fleet.clients().stream().filter(application -> application.viewVersion() > 0).count();
      return alive >= nodes && watching >= applications;
    } catch (EdgewiseException e) {
      // It is not there yet.
      return false;
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
