package dev.edgewise.orchestrator.quarantine;

import java.time.Duration;

/**
 * When a service is put under quarantine on a node, and for how long. The shape is that of Envoy's
 * outlier detection; the numbers are for fleets of some nodes, where "hosts ≥ 5 and 100 calls per
 * interval" never comes true.
 *
 * @param window what is looked at, as a whole and its last parts alone
 * @param calls fewer than these say nothing
 * @param share of them that failed, from which on they are too many: above one half, so that one
 *     client or tenant among several cannot reach it alone ({@link Evidence})
 * @param callsElsewhere fewer than these on other nodes say nothing of how it fares there
 * @param worse by so much the share has to lie above that of the other nodes
 * @param first how long the first quarantine holds; each further one in a row twice as long
 * @param longest how long one holds at most
 * @param trial how long a trial waits for calls
 * @param trialCalls answered ones that end it well
 * @param trialFaults failed ones that end it badly, when they are at least half
 * @param memory after so long without another the next quarantine is a first one
 */
public record QuarantineRules(
    Duration window,
    int calls,
    double share,
    int callsElsewhere,
    double worse,
    Duration first,
    Duration longest,
    Duration trial,
    int trialCalls,
    int trialFaults,
    Duration memory) {
  /** What holds. */
  public static final QuarantineRules STANDARD =
      new QuarantineRules(
          Duration.ofSeconds(30),
          10,
          0.6,
          5,
          0.4,
          Duration.ofSeconds(30),
          Duration.ofMinutes(10),
          Duration.ofSeconds(10),
          5,
          2,
          Duration.ofMinutes(10));

  public QuarantineRules {
    if (!(share > 0.5 && share <= 1)) {
      throw new IllegalArgumentException("share: " + share + " (expected: above 0.5, up to 1)");
    }
  }

  /** Of the n-th quarantine in a row, from 1. */
  Duration length(int times) {
    long factor = 1L << Math.min(20, Math.max(0, times - 1));
    Duration length = first.multipliedBy(factor);
    return length.compareTo(longest) < 0 ? length : longest;
  }
}
