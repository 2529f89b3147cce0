package dev.edgewise.orchestrator.fleet;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * How a client fares with a node.
 *
 * @param node its name
 * @param kind what the client sees now
 * @param heardAgo how long ago the node last answered this client; empty when it never did
 */
public record Sighting(String node, Kind kind, Optional<Duration> heardAgo) {
  public Sighting {
    requireNonNull(node, "node");
    requireNonNull(kind, "kind");
    requireNonNull(heardAgo, "heardAgo");
  }

  /** What the client sees. */
  public enum Kind {
    /** It answers. */
    REACHED,
    /** Nothing comes back, though the connection stands or is being made. */
    SILENT,
    /** The connection broke and new ones are refused. */
    REFUSED
  }
}
