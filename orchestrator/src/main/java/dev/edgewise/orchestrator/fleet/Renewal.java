package dev.edgewise.orchestrator.fleet;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Load;
import dev.edgewise.orchestrator.node.Serving;
import java.util.Optional;

/**
 * What an agent says when it renews its lease.
 *
 * @param epoch of the lease that it holds
 * @param load how busy the node is; empty when it does not say
 * @param serving how its models and lanes are; empty when nothing of that has changed
 */
public record Renewal(long epoch, Optional<Load> load, Optional<Serving> serving) {
  public Renewal {
    requireNonNull(load, "load");
    requireNonNull(serving, "serving");
  }
}
