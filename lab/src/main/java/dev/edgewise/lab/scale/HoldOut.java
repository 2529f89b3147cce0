package dev.edgewise.lab.scale;

import java.util.SplittableRandom;

/**
 * Zones that nobody tuned for: the number draws what the zone is like and how its load goes, from
 * wider ranges and more shapes than the report's; seeds draw calls only, so that each is a cell of
 * its own.
 */
record HoldOut(int number) implements Trace {
  private static final double SECONDS = 7_200;
  private static final int[] SLOTS = {1, 2, 4, 4, 8, 16};

  @Override
  public String title() {
    return "hold-out-" + number;
  }

  @Override
  public Workload draw(long seed) {
    SplittableRandom zone = new SplittableRandom(7_919L * number + 13);
    int slots = SLOTS[zone.nextInt(SLOTS.length)];
    double mean = between(zone, 0.15, 5);
    double deviation = zone.nextDouble(0.2, 1.5);
    double deadline = mean * between(zone, 2.5, 12);
    double peak = zone.nextDouble(1.5, 9) * slots * 0.7 / mean;
    Shape shape = shape(zone.nextInt(8), zone.split(), peak);
    SplittableRandom random = new SplittableRandom(1_000_003 * seed + number);
    double[] arrivals = Trace.arrivals(shape, SECONDS, 1.15 * peak, random.split());
    return new Workload(
        MONDAY,
        SECONDS,
        600,
        arrivals,
        Trace.services(arrivals.length, mean, deviation, random.split()),
        mean,
        deadline,
        slots);
  }

  /** Evenly on a scale of ratios. */
  private static double between(SplittableRandom random, double low, double high) {
    return Math.exp(random.nextDouble(Math.log(low), Math.log(high)));
  }

  private static Shape shape(int kind, SplittableRandom random, double peak) {
    return switch (kind) {
      case 0 -> Shape.steady(random, peak);
      case 1 -> Shape.ramp(random, peak);
      case 2 -> Shape.flash(random, peak);
      case 3 -> Shape.onOff(random, peak);
      case 4 -> saw(random, peak);
      case 5 -> spikes(random, peak);
      case 6 -> walk(random, peak);
      default -> wave(random, peak);
    };
  }

  /** Slowly up and at once down, again and again. */
  private static Shape saw(SplittableRandom random, double peak) {
    double period = random.nextDouble(300, 2_400);
    double low = random.nextDouble(0, 0.5);
    return second -> peak * (low + (1 - low) * (second % period / period));
  }

  /** A base, and at twelve moments all of the peak for some seconds to some minutes. */
  private static Shape spikes(SplittableRandom random, double peak) {
    double base = random.nextDouble(0.05, 0.4);
    double[] begins = new double[12];
    double[] ends = new double[12];
    for (int i = 0; i < begins.length; i++) {
      begins[i] = random.nextDouble(0, SECONDS);
      ends[i] = begins[i] + random.nextDouble(5, 240);
    }
    return second -> {
      boolean high = false;
      for (int i = 0; i < begins.length; i++) {
        high |= second >= begins[i] && second < ends[i];
      }
      return peak * (high ? 1 : base);
    };
  }

  /** Up or down by chance, each ten seconds. */
  private static Shape walk(SplittableRandom random, double peak) {
    double[] levels = new double[(int) (SECONDS / 10) + 1];
    double level = 0.5;
    for (int i = 0; i < levels.length; i++) {
      level = Math.clamp(level + 0.06 * random.nextGaussian(), 0.02, 1);
      levels[i] = level;
    }
    return second -> peak * levels[(int) (second / 10)];
  }

  /** A day within an hour or two. */
  private static Shape wave(SplittableRandom random, double peak) {
    double period = random.nextDouble(3_600, 7_200);
    double begins = random.nextDouble(0, period);
    return second -> {
      double part = 0.5 + 0.5 * Math.sin(2 * Math.PI * (second + begins) / period);
      return peak * (0.08 + 0.9 * Math.pow(part, 1.5));
    };
  }
}
