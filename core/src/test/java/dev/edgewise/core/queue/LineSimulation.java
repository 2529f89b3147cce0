package dev.edgewise.core.queue;

import java.util.SplittableRandom;

/** Stations that begin with all servers busy and a line, run again and again. */
final class LineSimulation {
  private static final int RUNS = 2_000;

  private LineSimulation() {}

  /** The share of runs in which a call that comes then would wait longer; services have mean 1. */
  static double longerThan(
      int servers, double perSecond, double queued, double seconds, double beyond) {
    SplittableRandom random = new SplittableRandom(5);
    int longer = 0;
    for (int run = 0; run < RUNS; run++) {
      double present = servers + queued;
      double now = 0;
      while (true) {
        double rate = perSecond + Math.min(present, servers);
        now -= Math.log1p(-random.nextDouble()) / rate;
        if (now > seconds) {
          break;
        }
        present += random.nextDouble() * rate < perSecond ? 1 : -1;
      }
      // So many have to end before it is its turn, at the rate of all servers.
      double wait = 0;
      for (double left = present - servers + 1; left > 0; left--) {
        wait -= Math.log1p(-random.nextDouble()) / servers;
      }
      longer += wait > beyond ? 1 : 0;
    }
    return (double) longer / RUNS;
  }
}
