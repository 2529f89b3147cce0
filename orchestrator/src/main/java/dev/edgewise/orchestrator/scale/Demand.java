package dev.edgewise.orchestrator.scale;

import dev.edgewise.core.queue.OnTime;
import dev.edgewise.core.queue.Traffic;
import dev.edgewise.core.queue.Waiting;
import java.util.List;

/**
 * What a call of this zone is like: its methods mixed by how often they are called. All methods
 * wait in one line, so they share the wait; each has its own service time and deadline.
 */
final class Demand {
  /**
   * A method's part in it.
   *
   * @param share of all calls
   * @param mean seconds of service
   * @param variation squared, of service
   * @param deadline seconds
   */
  record Kind(double share, double mean, double variation, double deadline) {}

  private final List<Kind> kinds;
  private final double mean;
  private final double variation;
  private final double tightest;

  /** Of kinds whose shares make 1; at least one. */
  Demand(List<Kind> kinds) {
    this.kinds = List.copyOf(kinds);
    double first = 0;
    double second = 0;
    double least = Double.POSITIVE_INFINITY;
    for (Kind kind : kinds) {
      first += kind.share() * kind.mean();
      second += kind.share() * kind.mean() * kind.mean() * (1 + kind.variation());
      least = Math.min(least, kind.deadline());
    }
    mean = first;
    variation = Math.max(0, second / (first * first) - 1);
    tightest = least;
  }

  /** Seconds of service, on average. */
  double mean() {
    return mean;
  }

  /** The shortest deadline of all methods, in seconds. */
  double tightest() {
    return tightest;
  }

  /** Squared coefficient of variation of service times. */
  double variation() {
    return variation;
  }

  /** What so many calls a second are to a queue. */
  Traffic traffic(double perSecond, double bunched) {
    return new Traffic(perSecond, bunched, mean, variation);
  }

  /** The share of calls on time when they wait so long; of the method for which it is worst. */
  double onTime(Waiting waiting) {
    double worst = 1;
    for (Kind kind : kinds) {
      worst =
          Math.min(worst, OnTime.share(waiting, kind.mean(), kind.variation(), kind.deadline()));
    }
    return worst;
  }
}
