package dev.edgewise.sdk.fleet;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.core.Scheduler;
import dev.edgewise.sdk.link.Transport;
import java.util.Optional;

/**
 * How a client reaches its fleet, and on which time.
 *
 * @param clock time
 * @param scheduler delay, on that time
 * @param transport the way to the nodes; closed by who made it
 * @param feed the way to the orchestrator, when there is one; closed by who made it
 */
public record Ways(Clock clock, Scheduler scheduler, Transport transport, Optional<ViewFeed> feed) {
  public Ways {
    requireNonNull(clock, "clock");
    requireNonNull(scheduler, "scheduler");
    requireNonNull(transport, "transport");
    requireNonNull(feed, "feed");
  }
}
