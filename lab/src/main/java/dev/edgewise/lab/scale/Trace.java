package dev.edgewise.lab.scale;

import java.time.Instant;
import java.util.Arrays;
import java.util.SplittableRandom;

/** A kind of workload; each seed draws one of it. */
interface Trace {
  /** As in reports. */
  String title();

  /** The workload of a seed. */
  Workload draw(long seed);

  /** A Monday. */
  Instant MONDAY = Instant.parse("2026-11-30T00:00:00Z");

  /**
   * Calls that come by themselves at the rate of a shape, with log-normal service times.
   *
   * @param title as in reports
   * @param kind of shape
   * @param seconds how long
   * @param calm whether calls take seconds and have many, as models do, or fractions of a second
   */
  record Drawn(String title, Shape.Kind kind, double seconds, boolean calm) implements Trace {
    @Override
    public Workload draw(long seed) {
      SplittableRandom random = new SplittableRandom(seed * 1_000_003 + title.hashCode());
      double mean = calm ? random.nextDouble(2, 4) : random.nextDouble(0.3, 1.2);
      double deviation = random.nextDouble(0.4, 1.2);
      double deadline = mean * random.nextDouble(4, 8);
      int slots = 4;
      double peak = random.nextDouble(3, 8) * slots * 0.7 / mean;
      Shape shape = kind.draw(random.split(), peak);
      double[] arrivals = arrivals(shape, seconds, 1.15 * peak, random.split());
      return new Workload(
          MONDAY,
          seconds,
          Math.min(600, seconds / 8),
          arrivals,
          services(arrivals.length, mean, deviation, random.split()),
          mean,
          deadline,
          slots);
    }
  }

  /**
   * Calls that come by themselves at the rate of a shape, which is nowhere more than {@code most}.
   */
  static double[] arrivals(Shape shape, double seconds, double most, SplittableRandom random) {
    double[] arrivals = new double[1_024];
    int size = 0;
    double now = 0;
    while (true) {
      now -= Math.log1p(-random.nextDouble()) / most;
      if (now >= seconds) {
        return Arrays.copyOf(arrivals, size);
      }
      // Thinning (Lewis and Shedler, 1979).
      if (random.nextDouble() * most < shape.at(now)) {
        arrivals = size == arrivals.length ? Arrays.copyOf(arrivals, 2 * size) : arrivals;
        arrivals[size++] = now;
      }
    }
  }

  /** Log-normal service times. */
  static float[] services(int count, double mean, double deviation, SplittableRandom random) {
    double spread = Math.sqrt(Math.log1p(deviation * deviation));
    double middle = mean / Math.sqrt(1 + deviation * deviation);
    float[] services = new float[count];
    for (int i = 0; i < count; i++) {
      services[i] = (float) (middle * Math.exp(spread * random.nextGaussian()));
    }
    return services;
  }
}
