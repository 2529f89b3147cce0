package dev.edgewise.lab.scale;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * Calls that come to a zone, the same for every policy.
 *
 * @param begins the time of day at second 0
 * @param seconds how long it goes on
 * @param warmUp seconds at the beginning that are run and not counted
 * @param arrivals in seconds, rising
 * @param services of each call, in seconds
 * @param meanSeconds of service, as a zone that has run before knows it
 * @param deadline of each call, in seconds from its arrival
 * @param slots calls that a node serves at once
 */
record Workload(
    Instant begins,
    double seconds,
    double warmUp,
    double[] arrivals,
    float[] services,
    double meanSeconds,
    double deadline,
    int slots) {
  /** No zone gets larger than this; no rule comes near to it. */
  static final int MOST_NODES = 64;

  Workload {
    requireNonNull(begins, "begins");
    if (arrivals.length != services.length) {
      throw new IllegalArgumentException(
          "services: " + services.length + " (expected: " + arrivals.length + ", as arrivals)");
    }
  }
}
