package dev.edgewise.core.queue;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A small event simulation of a station: calls come by themselves, wait in one line, and are served
 * by the server that is free first; service times are log-normal with mean 1. Seeded, so equal
 * questions get equal answers.
 */
final class WaitSimulation {
  /** Not counted: the station begins empty. */
  private static final int WARM_UP = 1_000;

  private WaitSimulation() {}

  /**
   * The waits of so many calls, in means of service, sorted.
   *
   * @param servers at least 1
   * @param utilisation from 0 to less than 1
   * @param serviceVariation squared coefficient of variation
   */
  static double[] waits(
      int servers, double utilisation, double serviceVariation, int calls, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double spread = Math.sqrt(Math.log1p(serviceVariation));
    double middle = 1 / Math.sqrt(1 + serviceVariation);
    double gap = 1 / (utilisation * servers);
    double[] free = new double[servers];
    double[] waits = new double[calls];
    double now = 0;
    for (int call = -WARM_UP; call < calls; call++) {
      now -= gap * Math.log1p(-random.nextDouble());
      double begins = Math.max(now, free[0]);
      takeFirst(free, begins + middle * Math.exp(spread * random.nextGaussian()));
      if (call >= 0) {
        waits[call] = begins - now;
      }
    }
    Arrays.sort(waits);
    return waits;
  }

  /** A heap whose least element is replaced: who was free first is busy until {@code until}. */
  private static void takeFirst(double[] heap, double until) {
    int at = 0;
    while (true) {
      int child = 2 * at + 1;
      if (child >= heap.length) {
        break;
      }
      if (child + 1 < heap.length && heap[child + 1] < heap[child]) {
        child++;
      }
      if (heap[child] >= until) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = until;
  }
}
