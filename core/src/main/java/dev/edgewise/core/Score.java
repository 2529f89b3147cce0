package dev.edgewise.core;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * The predicted completion time of a call on one node, and what it is made of.
 *
 * @param roundTrip the way there and back
 * @param transfer payload over measured bandwidth
 * @param queue what waiting behind others costs: convex in the length of the queue, because reports
 *     of it are stale, and more while calls in flight there are overdue
 * @param service how long the body is expected to run
 * @param total what the router compares: the sum, times the penalty
 * @param loadAge how old the node's load report is, when there is one
 * @param linkAge how old the newest measurement of the way is, when there is one
 * @param samples calls of this method on this node that the service time rests on
 * @param penalty factor for recent failures and by rules, ≥ 1
 */
public record Score(
    Duration roundTrip,
    Duration transfer,
    Duration queue,
    Duration service,
    Duration total,
    Optional<Duration> loadAge,
    Optional<Duration> linkAge,
    int samples,
    double penalty) {
  public Score {
    requireNonNull(roundTrip, "roundTrip");
    requireNonNull(transfer, "transfer");
    requireNonNull(queue, "queue");
    requireNonNull(service, "service");
    requireNonNull(total, "total");
    requireNonNull(loadAge, "loadAge");
    requireNonNull(linkAge, "linkAge");
    if (samples < 0) {
      throw new IllegalArgumentException("samples: " + samples + " (expected: not negative)");
    }
    if (!(penalty >= 1)) {
      throw new IllegalArgumentException("penalty: " + penalty + " (expected: at least 1)");
    }
  }
}
