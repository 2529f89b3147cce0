package dev.edgewise.core;

import java.time.Duration;

/**
 * How busy a node says it is. A report is a picture of the past: whoever keeps one keeps its age
 * beside it.
 *
 * @param inFlight calls that run now, ≥ 0
 * @param queued calls that wait for a slot, ≥ 0
 * @param slots calls that can run at the same time without slowing each other (effective cores), ≥
 *     1
 * @param meanService mean service time of recent calls; zero while unknown
 * @param draining takes no new calls; those that run are finished
 * @param epoch changes whenever the agent starts
 */
public record Load(
    int inFlight, int queued, int slots, Duration meanService, boolean draining, long epoch) {
  public Load {
    if (inFlight < 0 || queued < 0 || slots < 1 || meanService.isNegative()) {
      throw new IllegalArgumentException(
          "load: inFlight "
              + inFlight
              + ", queued "
              + queued
              + ", slots "
              + slots
              + ", meanService "
              + meanService
              + " (expected: not negative, slots at least 1)");
    }
  }

  /** Calls at the node, running or waiting. */
  public int requestsInFlight() {
    return (int) Math.min(Integer.MAX_VALUE, (long) inFlight + queued);
  }
}
