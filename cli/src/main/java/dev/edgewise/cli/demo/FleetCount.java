package dev.edgewise.cli.demo;

import dev.edgewise.core.EdgewiseException;
import dev.edgewise.sdk.wire.operator.OperatorClient;
import dev.edgewise.sdk.wire.tls.Tls;
import java.time.Duration;
import java.util.Optional;

/** Asks an orchestrator how much of its fleet it has. */
final class FleetCount implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private final OperatorClient client;

  private FleetCount(OperatorClient client) {
    this.client = client;
  }

  static FleetCount at(String orchestrator, Optional<Tls> tls) {
    return new FleetCount(OperatorClient.connect(orchestrator, tls));
  }

  /** Whether so many nodes are alive, and so many applications have been given a view. */
  boolean isWhole(int nodes, int applications) {
    try {
      return client.fleet(TIMEOUT).isWhole(nodes, applications);
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
