package dev.edgewise.agent.control;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * How a node stands with its orchestrator.
 *
 * @param held whether it holds a lease, as far as it knows
 * @param epoch of the lease that it holds or held last; 0 for none
 * @param sinceHeard since the orchestrator last said anything; empty when it never did
 * @param registrations how often a lease was granted
 * @param losses how often a lease was lost without having been given back
 */
public record LeaseStatus(
    boolean held, long epoch, Optional<Duration> sinceHeard, long registrations, long losses) {
  public LeaseStatus {
    requireNonNull(sinceHeard, "sinceHeard");
  }
}
