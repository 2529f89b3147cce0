package dev.edgewise.sdk.wire.decision;

import dev.edgewise.sdk.invoke.CallRecord;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Which records of calls are kept: all that are notable, of the rest the first ones and one in so
 * many. Thread-safe.
 */
final class Sample {
  private final DecisionFiles.Limits limits;
  private final RandomGenerator random;
  private final AtomicLong seen = new AtomicLong();

  /**
   * A sample of its own.
   *
   * @param random must be thread-safe
   */
  Sample(DecisionFiles.Limits limits, RandomGenerator random) {
    this.limits = limits;
    this.random = random;
  }

  boolean takes(CallRecord record) {
    return record.isNotable()
        || seen.incrementAndGet() <= limits.first()
        || random.nextInt(limits.sampleEvery()) == 0;
  }
}
