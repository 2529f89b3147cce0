package dev.edgewise.orchestrator.zone;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Something that was done with a zone, and why.
 *
 * @param at when
 * @param zone its name
 * @param node that it was about; empty when about the zone
 * @param what in words: {@code starts}, {@code is ready after 1.9 s}
 * @param because why, for people
 */
public record ZoneEvent(Instant at, String zone, String node, String what, String because) {
  public ZoneEvent {
    requireNonNull(at, "at");
    requireNonNull(zone, "zone");
    requireNonNull(node, "node");
    requireNonNull(what, "what");
    requireNonNull(because, "because");
  }

  /** For a log. */
  public String line() {
    return "zone "
        + zone
        + ": "
        + (node.isEmpty() ? "" : node + " ")
        + what
        + (because.isEmpty() ? "" : ": " + because);
  }
}
