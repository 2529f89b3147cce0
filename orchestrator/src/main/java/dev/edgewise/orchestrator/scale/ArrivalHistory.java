package dev.edgewise.orchestrator.scale;

/**
 * Calls second by second, for some minutes, and what can be read from them: the rate now, how sure
 * that is, and whether it rises. Time is seconds from any origin, never going back.
 *
 * <p>The rate is taken from the longest window in which nothing changed: beginning with a few
 * seconds, the window is doubled while what lies further back agrees with it (a test of two Poisson
 * rates at {@value #SURE} deviations, widened by how bunched the arrivals are). So a steady load is
 * known well, and a step is seen within seconds; from where something changed windows grow anew.
 * After ADWIN (Bifet and Gavaldà, 2007), with doubling windows instead of all cuts.
 */
final class ArrivalHistory {
  private static final int SECONDS = 1_024;
  private static final int SHORTEST = 4;
  private static final int LONGEST = 256;
  private static final double SURE = 4;
  private static final double BEFORE_STEP = 32;
  private static final double MOST_BUNCHED = 10;

  /** All calls until the end of each second; a ring. */
  private final double[] until = new double[SECONDS];

  private double total;
  private double began = Double.NaN;
  private double last = Double.NaN;

  /** Since then nothing has changed; windows begin no earlier. */
  private double changed = Double.NEGATIVE_INFINITY;

  private double bunched = 1;
  private long bunchedAt = Long.MIN_VALUE;

  /**
   * A rate.
   *
   * @param perSecond calls
   * @param window that it was measured over, in seconds
   * @param deviation of {@code perSecond}
   */
  record Rate(double perSecond, double window, double deviation) {}

  /**
   * So many calls came since the last call of this.
   *
   * @param now seconds, at least {@value #SECONDS} at the first call
   */
  void add(double now, double calls) {
    if (Double.isNaN(last)) {
      last = now - 1;
      began = last;
    }
    double since = now - last;
    if (since > SECONDS - 2) {
      // Longer ago than is kept: as if it had come evenly, like all that lies between two signals.
      last = now - (SECONDS - 2);
      began = Math.max(began, last);
    }
    double perSecond = since > 0 ? calls / since : 0;
    for (long second = floor(last); second < floor(now); second++) {
      total += perSecond * (second + 1 - last);
      until[index(second)] = total;
      last = second + 1;
    }
    total += since > 0 ? perSecond * (now - last) : calls;
    last = now;
  }

  /** Seconds that are known, at most as many as are kept. */
  double age() {
    return Double.isNaN(last) ? 0 : Math.min(SECONDS - 2, last - began);
  }

  /** Calls in the last {@code window} seconds. */
  double sum(double window) {
    return between(last - window, last);
  }

  /** The rate now. */
  Rate level() {
    if (age() <= 0) {
      return new Rate(0, 1, 0);
    }
    double bunched = bunched();
    double known = Math.min(LONGEST, Math.min(age(), last - changed));
    double window = Math.min(SHORTEST, age());
    double calls = sum(window);
    while (window < known) {
      double longer = 2 * window <= known ? 2 * window : known;
      double all = sum(longer);
      double older = all - calls;
      double expected = all * (longer - window) / longer;
      double variance = expected * window / longer;
      if (Math.abs(older - expected) > SURE * Math.sqrt(bunched * Math.max(0.5, variance))) {
        changed = last - window;
        break;
      }
      window = longer;
      calls = all;
    }
    double rate = calls / window;
    return new Rate(rate, window, Math.sqrt(bunched * rate / window));
  }

  /**
   * A step that two seconds in a row show, against half a minute before them, in calls a second; 0
   * when there is none. One second alone may be a volley that is over.
   *
   * @param level which knows of the step as well after some seconds
   */
  double step(Rate level) {
    double known = Math.min(BEFORE_STEP, age() - 2);
    if (known < 1) {
      return 0;
    }
    double newest = between(last - 1, last);
    double before = between(last - 2, last - 1);
    double now = (newest + before) / 2;
    double usual = between(last - 2 - known, last - 2) / known;
    boolean seen = Math.min(newest, before) > usual + noise(usual, 1);
    boolean news = now > level.perSecond() + noise(level.perSecond(), 2) / 2;
    return seen && news ? now : 0;
  }

  /** How far calls a second may be off by chance, measured over so many seconds. */
  private double noise(double perSecond, double seconds) {
    return SURE * Math.sqrt(bunched() * Math.max(0.5, perSecond) / seconds);
  }

  /**
   * How bunched arrivals are: variance ÷ mean of a second's calls, 1 when they come by themselves.
   */
  double bunched() {
    int seconds = (int) Math.min(LONGEST, age());
    if (seconds < 16) {
      return 1;
    }
    long newest = floor(last) - 1;
    if (newest == bunchedAt) {
      return bunched;
    }
    bunchedAt = newest;
    double squares = 0;
    double calls = 0;
    double before = 0;
    for (long second = newest - seconds + 1; second <= newest; second++) {
      double here = until[index(second)] - until[index(second - 1)];
      // Of neighbours, so that a slope or a step does not pass for noise.
      if (second > newest - seconds + 1) {
        squares += (here - before) * (here - before) / 2;
        calls += here;
      }
      before = here;
    }
    bunched = calls < 8 ? 1 : Math.clamp(squares / calls, 1, MOST_BUNCHED);
    return bunched;
  }

  /**
   * The rate that a straight line through the last {@code span} seconds reaches {@code ahead}
   * seconds from now; 0 when there is no clear rise.
   */
  double rising(double span, double ahead) {
    double known = Math.min(span, age());
    int pieces = 12;
    double length = known / pieces;
    if (length < 2) {
      return 0;
    }
    double sumX = 0;
    double sumY = 0;
    double sumXx = 0;
    double sumXy = 0;
    for (int i = 0; i < pieces; i++) {
      double middle = -(i + 0.5) * length;
      double rate = between(last - (i + 1) * length, last - i * length) / length;
      sumX += middle;
      sumY += rate;
      sumXx += middle * middle;
      sumXy += middle * rate;
    }
    double spreadX = sumXx - sumX * sumX / pieces;
    double slope = (sumXy - sumX * sumY / pieces) / spreadX;
    double mean = sumY / pieces;
    double deviation = Math.sqrt(bunched() * Math.max(mean, 1 / known) / length / spreadX);
    if (slope < SURE * deviation) {
      return 0;
    }
    return Math.max(0, mean + slope * (ahead - sumX / pieces));
  }

  private double between(double from, double to) {
    return Math.max(0, until(to) - until(from));
  }

  /** All calls until then. */
  private double until(double time) {
    if (time >= last) {
      return total;
    }
    double early = Math.max(time, Math.max(began, last - (SECONDS - 2)));
    long second = floor(early);
    double begin = until[index(second - 1)];
    boolean now = second == floor(last);
    double end = now ? total : until[index(second)];
    return begin + (end - begin) * (early - second) / (now ? last - second : 1);
  }

  private static long floor(double seconds) {
    return (long) Math.floor(seconds);
  }

  private static int index(long second) {
    return (int) (second % SECONDS);
  }
}
