package dev.edgewise.bench.load;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What holds for every call of a run.
 *
 * @param deadline from the intended time; an answer after it is late
 * @param maxInFlight an arrival that finds this many calls unanswered is skipped and counted, never
 *     kept to be sent later; 1 to 1,000,000
 * @param warmUp what to leave out of the result
 * @param patience how long to wait for answers after the last call
 */
public record LoadTerms(Duration deadline, int maxInFlight, WarmUp warmUp, Duration patience) {
  public LoadTerms {
    requireNonNull(warmUp, "warmUp");
    if (deadline.isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException("deadline: " + deadline + " (expected: more than 0)");
    }
    if (patience.isNegative()) {
      throw new IllegalArgumentException("patience: " + patience + " (expected: not negative)");
    }
    if (maxInFlight < 1 || maxInFlight > 1_000_000) {
      throw new IllegalArgumentException(
          "maxInFlight: " + maxInFlight + " (expected: 1 to 1,000,000)");
    }
  }

  /** This deadline, at most 10,000 in flight, no warm-up, 30 seconds of patience. */
  public static LoadTerms within(Duration deadline) {
    return new LoadTerms(deadline, 10_000, WarmUp.first(0), Duration.ofSeconds(30));
  }

  /** The same with another warm-up. */
  public LoadTerms warmedBy(WarmUp other) {
    return new LoadTerms(deadline, maxInFlight, other, patience);
  }

  /** The same with another limit of calls in flight. */
  public LoadTerms atMost(int inFlight) {
    return new LoadTerms(deadline, inFlight, warmUp, patience);
  }
}
