package dev.edgewise.orchestrator.scale;

/**
 * How long a zone was without calls, and so how long an idle zone should stay awake. After the
 * histogram policy of Shahrad et al., Serverless in the Wild (USENIX ATC 2020): gaps are counted in
 * bins, older ones count less, and the shortest time is chosen after which falling asleep costs no
 * more calls than may be late.
 */
final class IdleGaps {
  /** Bins: each half as long again as the one before, from 4 s to more than a week. */
  private static final int BINS = 30;

  private static final double FIRST = 4;
  private static final double GROWTH = 1.5;

  /** Seconds after which a gap counts half. */
  private static final double HALF_LIFE = 86_400;

  /** Ageing is done in steps of so many seconds. */
  private static final double AGEING = 300;

  private static final double RECENT = 30;

  private final double[] gaps = new double[BINS];
  private double calls;
  private double lostPerWake = Double.NaN;

  /** Calls a second while there are any. */
  private double busyRate;

  private double unaged;

  /** So many calls came in so many seconds. */
  void calls(double count, double since) {
    calls += count;
    unaged += since;
    if (count > 0 && since > 0) {
      busyRate += (count / since - busyRate) * Math.min(1, since / RECENT);
    }
    if (unaged >= AGEING) {
      double keep = Math.pow(0.5, unaged / HALF_LIFE);
      unaged = 0;
      calls *= keep;
      for (int i = 0; i < BINS; i++) {
        gaps[i] *= keep;
      }
    }
  }

  /** A gap is over, and so many calls come in the time that a node takes to start. */
  void gap(double seconds, double lost) {
    gaps[bin(seconds)]++;
    lostPerWake = Double.isNaN(lostPerWake) ? lost : lostPerWake + (lost - lostPerWake) / 3;
  }

  /**
   * How long to stay awake without calls, in seconds.
   *
   * @param share of all calls that sleeping may cost
   * @param coldStart seconds for which calls are lost at each waking
   * @param least never less
   * @param otherwise while too little is known to say
   */
  double awake(double share, double coldStart, double least, double otherwise) {
    double may = share * calls;
    // Before the first waking: as many as came in such a time before.
    double lost = Math.max(1, Double.isNaN(lostPerWake) ? busyRate * coldStart : lostPerWake);
    double over = 0;
    for (int i = BINS - 1; i >= 0; i--) {
      over += gaps[i] * lost;
      if (over > may) {
        // Awake to the end of this bin; what is longer may cost what it costs.
        return Math.max(least, FIRST * Math.pow(GROWTH, i));
      }
    }
    return may < lost ? otherwise : least;
  }

  private static int bin(double seconds) {
    return seconds <= FIRST
        ? 0
        : (int) Math.min(BINS - 1, Math.ceil(Math.log(seconds / FIRST) / Math.log(GROWTH)));
  }
}
