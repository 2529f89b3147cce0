package dev.edgewise.serving.warmup;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Clock;
import java.time.Duration;
import java.util.Arrays;

/**
 * Runs a model until its run time is stable: the first runs pay for memory, caches and lazily built
 * kernels, and no caller should.
 *
 * <p>Stable means that the median of the last {@link #WINDOW} runs is no more than a twentieth
 * below the median of the {@link #WINDOW} before them: what gets no faster is warm. Medians,
 * because on a busy machine a single run says little; and only getting faster counts, because a
 * machine that slows down is not a cold model. Runs and time are bounded, so that a model that
 * never settles delays a start but does not prevent it. Thread-safe.
 */
public final class Warmup {
  /** Runs whose median is compared. */
  static final int WINDOW = 5;

  /** A median that fell by less than this part is stable. */
  static final double STILL_FALLING = 0.05;

  private final Clock clock;
  private final int maxRuns;
  private final Duration maxTime;

  /**
   * A warm-up.
   *
   * @param clock measures the runs
   * @param maxRuns of one model, 1 to 10,000
   * @param maxTime after which no further run of a model begins, more than 0
   */
  public Warmup(Clock clock, int maxRuns, Duration maxTime) {
    this.clock = requireNonNull(clock, "clock");
    if (maxRuns < 1 || maxRuns > 10_000) {
      throw new IllegalArgumentException("maxRuns: " + maxRuns + " (expected: 1 to 10000)");
    }
    if (!maxTime.isPositive()) {
      throw new IllegalArgumentException("maxTime: " + maxTime + " (expected: more than 0)");
    }
    this.maxRuns = maxRuns;
    this.maxTime = maxTime;
  }

  /**
   * Runs something over and over until it takes no less time or a bound is reached; blocks as long.
   * What it throws comes out: a model that cannot run on zeros cannot run.
   */
  public Warmed warm(Runnable what) {
    long[] nanos = new long[maxRuns];
    long begin = clock.nanos();
    long before = begin;
    for (int run = 0; run < maxRuns; run++) {
      what.run();
      long after = clock.nanos();
      nanos[run] = after - before;
      before = after;
      if (isStable(nanos, run + 1)) {
        return warmed(nanos, run + 1, after - begin, true);
      }
      if (after - begin >= maxTime.toNanos()) {
        return warmed(nanos, run + 1, after - begin, false);
      }
    }
    return warmed(nanos, maxRuns, before - begin, false);
  }

  private static boolean isStable(long[] nanos, int runs) {
    if (runs < 2 * WINDOW) {
      return false;
    }
    long earlier = median(nanos, runs - 2 * WINDOW, runs - WINDOW);
    long last = median(nanos, runs - WINDOW, runs);
    return last >= earlier * (1 - STILL_FALLING);
  }

  private static Warmed warmed(long[] nanos, int runs, long took, boolean stable) {
    return new Warmed(
        runs,
        Duration.ofNanos(took),
        Duration.ofNanos(nanos[0]),
        Duration.ofNanos(median(nanos, Math.max(0, runs - WINDOW), runs)),
        stable);
  }

  private static long median(long[] nanos, int from, int to) {
    long[] window = Arrays.copyOfRange(nanos, from, to);
    Arrays.sort(window);
    return window[window.length / 2];
  }
}
