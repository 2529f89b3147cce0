package dev.edgewise.orchestrator.scale;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * One method's demand in one zone, as measured.
 *
 * @param method for example {@code shop.v1.Vision/index}
 * @param arrivalsPerSecond calls that arrived since the signals before, divided by the time since
 *     then; not smoothed, the scaler does that. Calls that wait for a node to start count when they
 *     arrive
 * @param meanSeconds of service, without waiting; more than 0. Where nothing was measured yet, what
 *     is expected
 * @param squaredVariation squared coefficient of variation of service times, not negative; 1 where
 *     nothing was measured yet
 * @param deadline from arrival to answer, more than 0
 * @param inFlight being served now
 * @param queued waiting now, at nodes and, when no node runs, at callers
 */
public record MethodDemand(
    String method,
    double arrivalsPerSecond,
    double meanSeconds,
    double squaredVariation,
    Duration deadline,
    int inFlight,
    int queued) {
  public MethodDemand {
    requireNonNull(method, "method");
    notNegative("arrivalsPerSecond", arrivalsPerSecond);
    notNegative("squaredVariation", squaredVariation);
    notNegative("meanSeconds", meanSeconds);
    notNegative("inFlight", inFlight);
    notNegative("queued", queued);
    if (meanSeconds == 0) {
      throw new IllegalArgumentException("meanSeconds: 0 (expected: more than 0)");
    }
    if (requireNonNull(deadline, "deadline").isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException("deadline: " + deadline + " (expected: more than 0)");
    }
  }

  private static void notNegative(String name, double value) {
    if (!(value >= 0) || !Double.isFinite(value)) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: not negative, finite)");
    }
  }
}
