package dev.edgewise.agent.control;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before trying again: twice as long each time up to a bound, and between half and
 * all of that by chance, so that a fleet that lost its orchestrator does not come back in step.
 *
 * @param first bound of the first wait
 * @param most bound of all waits
 */
record BackOff(Duration first, Duration most) {
  private static final int MAX_DOUBLINGS = 20;

  /** The wait after so many failures in a row, at least 1. */
  Duration after(int failures, RandomGenerator random) {
    int doublings = Math.min(failures - 1, MAX_DOUBLINGS);
    long bound = Math.min(most.toNanos(), first.toNanos() << doublings);
    return Duration.ofNanos(bound / 2 + (long) (random.nextDouble() * (bound - bound / 2)));
  }
}
