package dev.edgewise.core;

import java.time.Duration;
import java.util.List;

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
 * @param lanes of methods whose calls run in batches, or whose models may be cold; those that were
 *     busy lately, at most {@value #MAX_LANES}. With the report of a call, that of its method alone
 */
public record Load(
    int inFlight,
    int queued,
    int slots,
    Duration meanService,
    boolean draining,
    long epoch,
    List<LaneLoad> lanes) {
  /** As many lanes a report has at most. */
  public static final int MAX_LANES = 16;

  public Load {
    lanes = List.copyOf(lanes);
    if (lanes.size() > MAX_LANES) {
      throw new IllegalArgumentException(
          "lanes: " + lanes.size() + " (expected: at most " + MAX_LANES + ")");
    }
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

  /** Without lanes. */
  public Load(
      int inFlight, int queued, int slots, Duration meanService, boolean draining, long epoch) {
    this(inFlight, queued, slots, meanService, draining, epoch, List.of());
  }

  /** The same, with these lanes. */
  public Load withLanes(List<LaneLoad> others) {
    return new Load(inFlight, queued, slots, meanService, draining, epoch, others);
  }

  /** Calls at the node, running or waiting. */
  public int requestsInFlight() {
    return (int) Math.min(Integer.MAX_VALUE, (long) inFlight + queued);
  }
}
