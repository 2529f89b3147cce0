package dev.edgewise.orchestrator.traffic;

import java.util.List;
import java.util.Map;

/**
 * What is known of the calls at one moment.
 *
 * @param methods by full name, for example {@code shop.v1.Vision/detect}
 * @param nodes by name
 * @param outcomes calls since the start by outcome: completed, refused, expired, failed, cancelled
 * @param escalated completed calls since the start that the cascade took on to the cloud
 * @param evicted methods and nodes that had to make room for newer ones
 */
public record TrafficPicture(
    Map<String, OfMethod> methods,
    Map<String, OfNode> nodes,
    Map<String, Long> outcomes,
    long escalated,
    long evicted) {
  /**
   * Calls of one method.
   *
   * @param calls of the last 10 s
   * @param recentPerSecond calls in each of the last 60 s, oldest first
   * @param recentP99Millis 99 % of the calls completed in that second took at most so long, oldest
   *     first; 0 when there was none
   * @param durations of all completed calls since the start
   */
  public record OfMethod(
      CallSummary calls,
      List<Double> recentPerSecond,
      List<Double> recentP99Millis,
      Durations durations) {
    public OfMethod {
      recentPerSecond = List.copyOf(recentPerSecond);
      recentP99Millis = List.copyOf(recentP99Millis);
    }
  }

  /**
   * Calls that one node answered.
   *
   * @param calls of the last 10 s
   * @param share of the calls that nodes of its tier answered in the last 10 s, 0 to 1
   */
  public record OfNode(CallSummary calls, double share) {
    /** No call at all. */
    public static final OfNode NONE = new OfNode(CallSummary.NONE, 0);
  }

  /**
   * Durations as a histogram whose bounds are powers of two in microseconds.
   *
   * @param counts how many took at most {@code 2^(FIRST_POWER + i)} µs and longer than the bound
   *     before; the last one has no bound
   * @param sumSeconds of all, estimated: each counts as the middle of a bucket that is 19 % wide
   */
  public record Durations(List<Long> counts, double sumSeconds) {
    /** The first bound is 2^7 = 128 µs. */
    public static final int FIRST_POWER = 7;

    /** The last bound is 2^24 µs, 16.8 s. */
    public static final int LAST_POWER = 24;

    public Durations {
      counts = List.copyOf(counts);
    }
  }

  public TrafficPicture {
    methods = Map.copyOf(methods);
    nodes = Map.copyOf(nodes);
    outcomes = Map.copyOf(outcomes);
  }
}
