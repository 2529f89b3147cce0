package dev.edgewise.orchestrator.scale;

import dev.edgewise.core.queue.OnTime;
import dev.edgewise.core.queue.Traffic;
import dev.edgewise.core.queue.WaitTable;
import dev.edgewise.core.queue.Waiting;
import java.util.ArrayList;
import java.util.List;

/**
 * What a call of this zone is like: its methods mixed by how often they are called. All methods
 * wait in one line, so they share the wait; each has its own service time and deadline.
 */
final class Demand {
  private record Kind(double share, double mean, double variation, double deadline) {}

  private final List<Kind> kinds;
  private final double mean;
  private final double variation;
  private final double tightest;

  private Demand(List<Kind> kinds) {
    this.kinds = kinds;
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

  /**
   * The demand of these methods, mixed by these weights.
   *
   * @param weights as many as methods; not all 0
   */
  static Demand of(List<MethodDemand> methods, double[] weights) {
    double all = 0;
    for (double weight : weights) {
      all += weight;
    }
    List<Kind> kinds = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      MethodDemand method = methods.get(i);
      if (weights[i] > 0) {
        kinds.add(
            new Kind(
                weights[i] / all,
                method.meanSeconds(),
                method.squaredVariation(),
                method.deadline().toNanos() / 1e9));
      }
    }
    return new Demand(List.copyOf(kinds));
  }

  /** Seconds of service, on average. */
  double mean() {
    return mean;
  }

  /** The shortest deadline of all methods, in seconds. */
  double tightest() {
    return tightest;
  }

  /** The share of calls on time at so many servers; of the method for which it is worst. */
  double onTime(WaitTable waits, int servers, double perSecond, double bunched) {
    if (servers <= 0) {
      return perSecond <= 0 ? 1 : 0;
    }
    Waiting waiting = waits.waiting(servers, new Traffic(perSecond, bunched, mean, variation));
    double worst = 1;
    for (Kind kind : kinds) {
      worst =
          Math.min(worst, OnTime.share(waiting, kind.mean(), kind.variation(), kind.deadline()));
    }
    return worst;
  }

  /**
   * The least number of nodes that hold the target, at most {@code most}.
   *
   * @param slots servers of a node
   */
  int nodes(WaitTable waits, int slots, double perSecond, double bunched, double target, int most) {
    if (perSecond <= 0) {
      return 0;
    }
    int low = (int) Math.min(most, Math.floor(perSecond * mean / slots));
    int high = Math.min(most, low + 1);
    for (int step = 1;
        high < most && onTime(waits, high * slots, perSecond, bunched) < target;
        step *= 2) {
      low = high + 1;
      high = Math.min(most, high + step);
    }
    // More servers never make it worse: halve.
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (onTime(waits, middle * slots, perSecond, bunched) >= target) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
