package dev.edgewise.core;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What one more call of a method would wait for and cost on a node, where calls of it run in
 * batches or its model may have to be loaded first.
 *
 * @param method {@code service/method}
 * @param waiting calls that wait for the batch that the next one would join, ≥ 0
 * @param room how many more calls the batch takes that the next one would join, itself included; 0
 *     for a method whose calls are not put together
 * @param startsIn until that batch begins
 * @param batch how long it would run with the call in it; zero while unknown
 * @param marginal by how much the call would make it longer: what it costs the device
 * @param alone how long a batch of one runs; zero while unknown
 * @param load how long the model would have to be loaded first; zero when it is ready
 */
public record LaneLoad(
    String method,
    int waiting,
    int room,
    Duration startsIn,
    Duration batch,
    Duration marginal,
    Duration alone,
    Duration load) {
  /** Checks what is given. */
  public LaneLoad {
    requireNonNull(method, "method");
    if (waiting < 0
        || room < 0
        || startsIn.isNegative()
        || batch.isNegative()
        || marginal.isNegative()
        || alone.isNegative()
        || load.isNegative()) {
      throw new IllegalArgumentException(
          "lane of " + method + ": a figure is negative (expected: none)");
    }
  }
}
