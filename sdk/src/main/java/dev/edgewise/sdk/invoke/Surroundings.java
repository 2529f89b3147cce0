package dev.edgewise.sdk.invoke;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import dev.edgewise.core.Scheduler;
import dev.edgewise.sdk.fleet.ViewFeed;
import dev.edgewise.sdk.fleet.Ways;
import dev.edgewise.sdk.link.Transport;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Everything that a client takes from outside: with the system's parts it talks to real nodes, with
 * a simulation's parts the same code runs on virtual time.
 *
 * @param clock time
 * @param scheduler delay, on that time
 * @param random for ids; must be thread-safe
 * @param transport the way to the nodes; closed with the client
 * @param callLog where records of calls go; closed with the client
 * @param feed the way to the orchestrator, when there is one; closed with the client
 */
public record Surroundings(
    Clock clock,
    Scheduler scheduler,
    RandomGenerator random,
    Transport transport,
    CallLog callLog,
    Optional<ViewFeed> feed) {
  /** Surroundings without an orchestrator. */
  public Surroundings(
      Clock clock,
      Scheduler scheduler,
      RandomGenerator random,
      Transport transport,
      CallLog callLog) {
    this(clock, scheduler, random, transport, callLog, Optional.empty());
  }

  public Surroundings {
    requireNonNull(clock, "clock");
    requireNonNull(scheduler, "scheduler");
    requireNonNull(random, "random");
    requireNonNull(transport, "transport");
    requireNonNull(callLog, "callLog");
    requireNonNull(feed, "feed");
  }

  Ways ways() {
    return new Ways(clock, scheduler, transport, feed);
  }
}
