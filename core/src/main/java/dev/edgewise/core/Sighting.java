package dev.edgewise.core;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * How a client fares with one node: what it tells the orchestrator.
 *
 * @param node its name
 * @param kind what it is like
 * @param heardAgo how long ago it last answered; empty when it never did
 */
public record Sighting(String node, Kind kind, Optional<Duration> heardAgo) {
  public Sighting {
    requireNonNull(node, "node");
    requireNonNull(kind, "kind");
    requireNonNull(heardAgo, "heardAgo");
  }

  /** What it is like to turn to a node. */
  public enum Kind {
    /** It answers. */
    REACHED,
    /** Nothing comes back, though the connection stands or is being made. */
    SILENT,
    /** The connection broke, and new ones are refused. */
    REFUSED
  }
}
