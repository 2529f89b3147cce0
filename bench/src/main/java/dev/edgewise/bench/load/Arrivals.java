package dev.edgewise.bench.load;

import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * When calls are meant to be sent, fixed before the first is: the service's speed does not change
 * it. The same arguments give the same times on every machine.
 */
public final class Arrivals {
  /** Most calls in one run; their times are kept in memory. */
  public static final int MAX_CALLS = 10_000_000;

  private final long[] offsets;

  private Arrivals(long[] offsets) {
    this.offsets = offsets;
  }

  /**
   * Independent callers: exponential gaps.
   *
   * @param perSecond above 0, at most 1,000,000
   * @param calls 1 to {@link #MAX_CALLS}
   * @param seed of the gaps
   */
  public static Arrivals poisson(double perSecond, int calls, long seed) {
    checkRate(perSecond);
    RandomGenerator random = generator(seed);
    long[] offsets = new long[checkCalls(calls)];
    double at = 0;
    for (int i = 0; i < calls; i++) {
      at += gap(random) / perSecond;
      offsets[i] = Math.round(at * 1e9);
    }
    return new Arrivals(offsets);
  }

  /**
   * Independent callers whose number swings between two levels, as a square wave that begins with
   * the high one. The gap in which the level changes is stretched or shrunk for its rest, so that
   * the process is exact.
   *
   * @param highPerSecond above 0
   * @param lowPerSecond above 0
   * @param half how long each level lasts
   * @param calls 1 to {@link #MAX_CALLS}
   * @param seed of the gaps
   */
  public static Arrivals bursts(
      double highPerSecond, double lowPerSecond, Duration half, int calls, long seed) {
    checkRate(highPerSecond);
    checkRate(lowPerSecond);
    double level = half.toNanos() / 1e9;
    if (!(level > 0)) {
      throw new IllegalArgumentException("half: " + half + " (expected: more than 0)");
    }
    RandomGenerator random = generator(seed);
    long[] offsets = new long[checkCalls(calls)];
    double at = 0;
    long switches = 0;
    for (int i = 0; i < calls; i++) {
      double work = gap(random);
      while (true) {
        double rate = switches % 2 == 0 ? highPerSecond : lowPerSecond;
        double end = (switches + 1) * level;
        if (at + work / rate <= end) {
          at += work / rate;
          break;
        }
        work -= (end - at) * rate;
        at = end;
        switches++;
      }
      offsets[i] = Math.round(at * 1e9);
    }
    return new Arrivals(offsets);
  }

  /** All at once. */
  public static Arrivals together(int calls) {
    return new Arrivals(new long[checkCalls(calls)]);
  }

  /** How many calls. */
  public int calls() {
    return offsets.length;
  }

  /** When call {@code index} is meant to be sent, in nanoseconds from the begin. */
  public long offset(int index) {
    return offsets[index];
  }

  private static RandomGenerator generator(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /** Exponential with mean 1. */
  private static double gap(RandomGenerator random) {
    return -Math.log1p(-random.nextDouble());
  }

  private static void checkRate(double perSecond) {
    if (!(perSecond > 0 && perSecond <= 1_000_000)) {
      throw new IllegalArgumentException(
          "perSecond: " + perSecond + " (expected: above 0, at most 1,000,000)");
    }
  }

  private static int checkCalls(int calls) {
    if (calls < 1 || calls > MAX_CALLS) {
      throw new IllegalArgumentException("calls: " + calls + " (expected: 1 to " + MAX_CALLS + ")");
    }
    return calls;
  }
}
