package dev.edgewise.orchestrator.quarantine;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * A quarantine that outlives the orchestrator.
 *
 * @param node where it holds
 * @param service full name
 * @param asked whether operators want it
 * @param times in a row, this one included; 0 for one that operators want
 * @param since when it began
 * @param until when it ends by itself; empty when it does not
 * @param because why, for people
 */
public record StoredQuarantine(
    String node,
    String service,
    boolean asked,
    int times,
    Instant since,
    Optional<Instant> until,
    String because) {
  public StoredQuarantine {
    requireNonNull(node, "node");
    requireNonNull(service, "service");
    requireNonNull(since, "since");
    requireNonNull(until, "until");
    requireNonNull(because, "because");
  }
}
