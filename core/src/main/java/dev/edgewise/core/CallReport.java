package dev.edgewise.core;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What a node says with each answer.
 *
 * @param load how busy it was when it answered
 * @param queueTime how long this call waited for a slot
 * @param serviceTime how long the body ran for this call
 */
public record CallReport(Load load, Duration queueTime, Duration serviceTime) {
  public CallReport {
    requireNonNull(load, "load");
    requireNonNull(queueTime, "queueTime");
    requireNonNull(serviceTime, "serviceTime");
    if (queueTime.isNegative() || serviceTime.isNegative()) {
      throw new IllegalArgumentException(
          "report: queueTime "
              + queueTime
              + ", serviceTime "
              + serviceTime
              + " (expected: not negative)");
    }
  }
}
