package dev.edgewise.core.router;

import dev.edgewise.core.Node;
import dev.edgewise.core.Score;
import java.time.Duration;
import java.util.Optional;

/**
 * What a call is predicted to need on one node. Times are nanoseconds.
 *
 * @param node the node
 * @param roundTrip the way there and back
 * @param transfer payload over bandwidth
 * @param queue the convex cost of waiting, silence of the node included: what is compared
 * @param waiting the plain expectation of waiting, silence included: what is held against the
 *     deadline
 * @param service how long the body runs; where calls run in batches, what this one adds to the
 *     work: what is compared
 * @param run how long the body runs, or the batch that the call joins: what is held against the
 *     deadline
 * @param loading how long the model has to be loaded first, in {@code queue} and {@code waiting}
 *     too; 0 when it is ready
 * @param joins calls that wait for the batch already; 0 when the call opens one, or runs alone
 * @param failing what recent failures add to the score
 * @param ruled what rules of the operator's add to the score; 0 when they say nothing
 * @param failures the level of recent failures, 0 to 1
 * @param own this caller's calls in flight there
 * @param lastUse number of this caller's last call there
 * @param samples calls that the service time rests on
 * @param loadAge age of the load report, negative when there is none
 * @param linkAge age of the newest measurement of the way, negative when there is none
 * @param draining whether the node's own report says that it takes no new calls
 */
record Prediction(
    Node node,
    double roundTrip,
    double transfer,
    double queue,
    double waiting,
    double service,
    double run,
    double loading,
    int joins,
    double failing,
    double ruled,
    double failures,
    int own,
    long lastUse,
    int samples,
    long loadAge,
    long linkAge,
    boolean draining) {

  /** What is compared. */
  double total() {
    return roundTrip + transfer + queue + service + failing + ruled;
  }

  /** The same where rules make the score so many times as large. */
  Prediction ruled(double factor) {
    return factor == 1
        ? this
        : new Prediction(
            node,
            roundTrip,
            transfer,
            queue,
            waiting,
            service,
            run,
            loading,
            joins,
            failing,
            (factor - 1) * (roundTrip + transfer + queue + service + failing),
            failures,
            own,
            lastUse,
            samples,
            loadAge,
            linkAge,
            draining);
  }

  /**
   * When the answer is expected, without the convexity that only steers and without what failures
   * and rules add.
   */
  double expected() {
    return roundTrip + transfer + waiting + run;
  }

  /**
   * Whether the answer is expected early enough before the deadline, which is {@code remaining}
   * nanoseconds away.
   */
  boolean isSoonEnough(long remaining, RouterSettings settings) {
    return expected() <= remaining * settings.deadlineShare();
  }

  boolean isOn(Node other) {
    return node.name().equals(other.name());
  }

  Score toScore() {
    double sum = roundTrip + transfer + queue + service;
    return new Score(
        nanos(roundTrip),
        nanos(transfer),
        nanos(queue),
        nanos(service),
        nanos(total()),
        age(loadAge),
        age(linkAge),
        samples,
        sum > 0 ? Math.max(1, total() / sum) : 1);
  }

  private static Optional<Duration> age(long nanos) {
    return nanos < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
  }

  static Duration nanos(double nanos) {
    return Duration.ofNanos(Math.round(nanos));
  }
}
