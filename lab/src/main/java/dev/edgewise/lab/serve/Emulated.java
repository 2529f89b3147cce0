package dev.edgewise.lab.serve;

import java.util.Random;
import java.util.function.LongConsumer;

/**
 * A device that takes 5 + n ms for a batch of n, times a log-normal factor of deviation 0.05, as in
 * the simulation of {@code serving.md}. How it waits is handed in: on virtual time, or really.
 */
final class Emulated implements Engine {
  private static final double DEVIATION = 0.05;

  private final Random random;
  private final LongConsumer sleep;

  Emulated(long seed, LongConsumer sleep) {
    this.random = new Random(seed);
    this.sleep = sleep;
  }

  /** Without noise. */
  static long cost(int size) {
    return 5_000_000L + size * 1_000_000L;
  }

  @Override
  public void run(int model, int shape, int size) {
    double factor;
    synchronized (random) {
      factor = Math.exp(random.nextGaussian() * DEVIATION);
    }
    sleep.accept(Math.round(cost(size) * factor));
  }
}
