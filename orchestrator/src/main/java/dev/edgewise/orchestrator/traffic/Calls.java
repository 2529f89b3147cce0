package dev.edgewise.orchestrator.traffic;

import java.util.List;

/**
 * How many calls ended in which way during one period, and how long the completed ones took.
 *
 * @param completed those that were answered, ≥ 0; the others alike
 * @param refused those that no node took
 * @param expired those that reached their deadline
 * @param failed those that ended with an error
 * @param cancelled those that their caller gave up
 * @param escalated of the completed ones, those that the cascade took on to the cloud
 * @param latency durations of the completed ones
 */
public record Calls(
    int completed,
    int refused,
    int expired,
    int failed,
    int cancelled,
    int escalated,
    List<Bucket> latency) {
  /**
   * So many durations in one bucket of {@link Histogram}.
   *
   * @param index any number; what lies beyond the histogram counts in its first or last bucket
   * @param count ≥ 0
   */
  public record Bucket(int index, int count) {
    public Bucket {
      notNegative("count", count);
    }
  }

  public Calls {
    notNegative("completed", completed);
    notNegative("refused", refused);
    notNegative("expired", expired);
    notNegative("failed", failed);
    notNegative("cancelled", cancelled);
    notNegative("escalated", escalated);
    latency = List.copyOf(latency);
  }

  /** All that ended. */
  long all() {
    return notCompleted() + completed + cancelled;
  }

  /** Those that ended otherwise than their caller wanted. */
  long notCompleted() {
    return (long) refused + expired + failed;
  }

  private static void notNegative(String name, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: ≥ 0)");
    }
  }
}
