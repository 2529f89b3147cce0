package dev.edgewise.core.queue;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long calls wait: by formula where that is good, by simulation with fewer than 4 servers or
 * with service times that vary more than exponential ones. What was simulated is kept, so that the
 * next question about the same corner costs nothing.
 *
 * <p>Work is bounded: between two calls of {@link #allow} at most so many corners are simulated
 * (about a millisecond each), further questions are answered by formula until then. Not
 * thread-safe.
 */
public final class WaitTable {
  private static final int FEW_SERVERS = 4;

  /** A formula serves beyond: with so many servers variation evens out. */
  private static final int MOST_SIMULATED = 64;

  private static final int CALLS = 10_000;
  private static final int POINTS = 500;
  private static final int MOST_KEPT = 2_048;
  private static final double STEP = 0.05;
  private static final double MOST_BUSY = 0.975;

  /** Coefficients of variation that are simulated; what lies between goes up to the next. */
  private static final double[] VARIATIONS = {0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3, 4};

  private record Corner(int servers, int busy, int variation) {}

  private final Map<Corner, double[]> known =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Corner, double[]> eldest) {
          return size() > MOST_KEPT;
        }
      };
  private int left;

  /**
   * An empty table.
   *
   * @param simulations that may be made before the next {@link #allow}
   */
  public WaitTable(int simulations) {
    left = simulations;
  }

  /** From now on so many more corners may be simulated. */
  public void allow(int simulations) {
    left = simulations;
  }

  /**
   * How long calls wait.
   *
   * @param servers at least 1
   */
  public Waiting waiting(int servers, Traffic traffic) {
    double busy = traffic.load() / servers;
    boolean formula = servers >= FEW_SERVERS && traffic.serviceVariation() <= 1;
    if (formula || busy >= 1 || busy <= 0 || servers > MOST_SIMULATED) {
      return Waiting.formula(servers, traffic);
    }
    // Above the last corner waits grow without bound, and no sample of bounded size tells them.
    int step = (int) (Math.min(busy, MOST_BUSY) / STEP);
    double[] low = corner(servers, step, traffic.serviceVariation());
    double[] high = corner(servers, step + 1, traffic.serviceVariation());
    if (low == null || high == null || busy > MOST_BUSY) {
      return Waiting.formula(servers, traffic);
    }
    double part = busy / STEP - step;
    // Bunched arrivals stretch waits as they do in the formula.
    double stretch =
        (1 + traffic.serviceVariation())
            / (traffic.arrivalVariation() + traffic.serviceVariation());
    double unit = stretch / traffic.meanSeconds();
    return seconds ->
        seconds < 0
            ? 1
            : (1 - part) * above(low, seconds * unit) + part * above(high, seconds * unit);
  }

  /** The kept quantiles of a corner; null when it may not be simulated now. */
  private double @Nullable [] corner(int servers, int step, double serviceVariation) {
    if (step == 0) {
      return new double[] {0};
    }
    int variation = 0;
    while (variation < VARIATIONS.length - 1
        && VARIATIONS[variation] * VARIATIONS[variation] < serviceVariation - 1e-9) {
      variation++;
    }
    Corner corner = new Corner(servers, step, variation);
    double[] quantiles = known.get(corner);
    if (quantiles == null && left > 0) {
      left--;
      quantiles = simulated(corner);
      known.put(corner, quantiles);
    }
    return quantiles;
  }

  private static double[] simulated(Corner corner) {
    double deviation = VARIATIONS[corner.variation()];
    double[] waits =
        WaitSimulation.waits(
            corner.servers(),
            Math.min(corner.busy() * STEP, MOST_BUSY),
            deviation * deviation,
            CALLS,
            // The same draws everywhere: neighbours then differ by what they are, not by luck.
            1);
    double[] quantiles = new double[POINTS];
    for (int i = 0; i < POINTS; i++) {
      quantiles[i] = waits[(int) ((i + 0.5) / POINTS * waits.length)];
    }
    return quantiles;
  }

  /** The share of sorted values that are more than this. */
  private static double above(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] <= value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return (double) (sorted.length - low) / sorted.length;
  }
}
