package dev.edgewise.agent.config;

import static java.util.Objects.requireNonNull;

import dev.edgewise.agent.control.Offer;
import dev.edgewise.core.Accelerator;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How an agent belongs to a fleet.
 *
 * @param orchestrator its address; empty for an agent on its own
 * @param advertise where callers reach this agent; empty for where it listens
 * @param tags free words
 * @param metered whether the link costs by volume
 * @param figures what the node costs
 * @param accelerators that its operator declares
 * @param endWithoutLease the agent ends when it has none for so long; empty for never
 */
public record FleetConfig(
    Optional<String> orchestrator,
    Optional<String> advertise,
    List<String> tags,
    boolean metered,
    Offer.Figures figures,
    List<Accelerator> accelerators,
    Optional<Duration> endWithoutLease) {
  public FleetConfig {
    requireNonNull(orchestrator, "orchestrator");
    requireNonNull(advertise, "advertise");
    tags = List.copyOf(tags);
    requireNonNull(figures, "figures");
    accelerators = List.copyOf(accelerators);
    requireNonNull(endWithoutLease, "endWithoutLease");
  }
}
