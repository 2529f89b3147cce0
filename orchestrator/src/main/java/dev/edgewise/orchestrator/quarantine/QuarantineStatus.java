package dev.edgewise.orchestrator.quarantine;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Quarantine;
import java.time.Instant;

/**
 * A quarantine as operators are told of it.
 *
 * @param quarantine what clients are told
 * @param since when it began, or its trial
 * @param times in a row, this one included; 0 for one that operators want
 */
public record QuarantineStatus(Quarantine quarantine, Instant since, int times) {
  public QuarantineStatus {
    requireNonNull(quarantine, "quarantine");
    requireNonNull(since, "since");
  }
}
