package dev.edgewise.orchestrator.zone;

import static java.util.Objects.requireNonNull;

import dev.edgewise.orchestrator.node.Registration;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is remembered of a zone across restarts.
 *
 * @param lastNumber the number of the last node that was started
 * @param coldStart learned; zero while unknown
 * @param fingerprint of the template by which {@code profile} was learned
 * @param profile what the last node offered; empty while none has registered
 * @param hold what an operator keeps it at
 */
public record StoredZone(
    String zone,
    long lastNumber,
    Duration coldStart,
    String fingerprint,
    Optional<Registration> profile,
    Optional<Hold> hold) {
  public StoredZone {
    requireNonNull(zone, "zone");
    requireNonNull(coldStart, "coldStart");
    requireNonNull(fingerprint, "fingerprint");
    requireNonNull(profile, "profile");
    requireNonNull(hold, "hold");
  }

  /** Of a zone that was never run. */
  public static StoredZone unknown(String zone) {
    return new StoredZone(zone, 0, Duration.ZERO, "", Optional.empty(), Optional.empty());
  }

  /**
   * What an operator keeps a zone at.
   *
   * @param until by the wall clock; empty until it is released
   */
  public record Hold(int nodes, Optional<Instant> until) {
    public Hold {
      requireNonNull(until, "until");
    }
  }
}
