package dev.edgewise.orchestrator.scale;

import java.time.Instant;
import java.util.Arrays;

/**
 * What usually comes at this time of the week: calls a second in each {@value #MINUTES} minutes,
 * learned from the weeks before; where a week is not known yet, from the days before. Newer counts
 * more: each visit halves what older ones weigh.
 */
final class WeekProfile {
  private static final int MINUTES = 5;
  private static final long SECONDS = MINUTES * 60L;
  private static final int DAY = 24 * 60 / MINUTES;
  private static final int WEEK = 7 * DAY;

  /** A bin that was seen for less than this share says nothing. */
  private static final double SEEN = 0.6;

  private final double[] week = new double[WEEK];
  private final double[] day = new double[DAY];
  private long bin = Long.MIN_VALUE;
  private double calls;
  private double seconds;

  WeekProfile() {
    Arrays.fill(week, Double.NaN);
    Arrays.fill(day, Double.NaN);
  }

  /** So many calls came in the seconds before this time. */
  void add(Instant at, double since, double calls) {
    long here = Math.floorDiv(at.getEpochSecond(), SECONDS);
    if (here != bin) {
      close();
      bin = here;
      this.calls = 0;
      seconds = 0;
    }
    this.calls += calls;
    seconds += since;
  }

  private void close() {
    if (bin == Long.MIN_VALUE || seconds < SEEN * SECONDS) {
      return;
    }
    double rate = calls / seconds;
    learn(week, (int) Math.floorMod(bin, (long) WEEK), rate);
    learn(day, (int) Math.floorMod(bin, (long) DAY), rate);
  }

  private static void learn(double[] bins, int index, double rate) {
    bins[index] = Double.isNaN(bins[index]) ? rate : (bins[index] + rate) / 2;
  }

  /** What usually comes then, in calls a second; not a number where nothing was learned. */
  double usual(Instant at) {
    double place = at.getEpochSecond() / (double) SECONDS - 0.5;
    long before = (long) Math.floor(place);
    double first = bin(before);
    double second = bin(before + 1);
    double part = place - before;
    return first + (second - first) * part;
  }

  private double bin(long number) {
    double weekly = week[(int) Math.floorMod(number, (long) WEEK)];
    return Double.isNaN(weekly) ? day[(int) Math.floorMod(number, (long) DAY)] : weekly;
  }
}
