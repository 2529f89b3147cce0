package dev.edgewise.orchestrator.scale;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Arrays;

/**
 * What usually comes at this time of the week: calls a second in each {@value #MINUTES} minutes,
 * learned from the weeks before; where a week is not known yet, from the days before. Newer counts
 * more: each visit halves what older ones weigh. Nothing is learned by a clock that was just set
 * ({@link WallCheck}).
 */
final class WeekProfile {
  private static final int MINUTES = 5;
  private static final long SECONDS = MINUTES * 60L;
  private static final int DAY = 24 * 60 / MINUTES;
  private static final int WEEK = 7 * DAY;

  /** Bins of a week and of a day. */
  static final int BINS = WEEK + DAY;

  /** A bin that was seen for less than this share says nothing. */
  private static final double SEEN = 0.6;

  private final WallCheck clock = new WallCheck();
  private final double[] week = new double[WEEK];
  private final double[] day = new double[DAY];
  private long bin = Long.MIN_VALUE;
  private double calls;
  private double seconds;

  WeekProfile() {
    Arrays.fill(week, Double.NaN);
    Arrays.fill(day, Double.NaN);
  }

  /**
   * What outlives a restart.
   *
   * @param bins of the week, then of the day; calls a second, not a number where nothing is known
   * @param bin the number of the piece that is not over
   * @param calls in that piece
   * @param seconds of it that were seen
   */
  record State(double[] bins, long bin, double calls, double seconds, WallCheck.State clock) {
    State {
      bins = bins.clone();
      requireNonNull(clock, "clock");
    }

    @Override
    public double[] bins() {
      return bins.clone();
    }
  }

  State state() {
    double[] bins = Arrays.copyOf(week, BINS);
    System.arraycopy(day, 0, bins, WEEK, DAY);
    return new State(bins, bin, calls, seconds, clock.state());
  }

  void restore(State state) {
    double[] bins = state.bins();
    System.arraycopy(bins, 0, week, 0, WEEK);
    System.arraycopy(bins, WEEK, day, 0, DAY);
    bin = state.bin();
    calls = state.calls();
    seconds = state.seconds();
    clock.restore(state.clock());
  }

  /** So many calls came in the seconds before this time. */
  void add(Instant at, double since, double calls) {
    switch (clock.look(at, since)) {
      case STEADY -> {}
      case DOUBTED -> {
        return;
      }
      case SET -> bin = Long.MIN_VALUE;
    }
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
