package dev.edgewise.serving.batch;

import java.util.function.IntToDoubleFunction;

/**
 * How many calls run together now, and how many at the head of the lane are given up for it: looks
 * two batches ahead and takes what completes most calls for the time. Without that, the head's
 * slack shrinks under load, with it the batches, and in the end hardly any call is in time.
 *
 * <p>Pure. Times in nanoseconds from one origin.
 */
final class Shedder {
  /** Heads that are tried at most. */
  private static final int HEADS = 50;

  /** What shedding more has to bring: less is the noise of what was learned. */
  private static final double LEAST_GAIN = 0.005;

  /** Starts of the second batch that are tried. */
  private static final int STARTS = 12;

  /**
   * What is decided.
   *
   * @param shed calls at the head to give up, 0 or more
   * @param size calls of the batch, 1 or more; of no meaning when some are shed
   */
  record Choice(int shed, int size) {}

  /**
   * What is known of a lane.
   *
   * @param deadlines of the calls that wait, in the order of the line; {@link Entry#NEVER} for none
   * @param waiting how many of them are valid, 1 or more
   * @param most calls of a batch, 1 or more
   * @param now the time
   * @param cost of a batch of n, with the margin
   * @param others the work of the other lanes, for all workers together
   * @param workers 1 or more
   * @param perNano calls that arrive in a nanosecond, 0 or more
   * @param timeGiven how long a call that arrives has to its deadline, 0 when that is not known
   */
  record Scene(
      long[] deadlines,
      int waiting,
      int most,
      long now,
      IntToDoubleFunction cost,
      double others,
      int workers,
      double perNano,
      double timeGiven) {}

  /** The second batch, and whether nobody's deadline makes it smaller than it could be. */
  private record Second(int size, boolean free) {}

  private final boolean lookAhead;

  /**
   * A policy.
   *
   * @param lookAhead false only to show what happens without
   */
  Shedder(boolean lookAhead) {
    this.lookAhead = lookAhead;
  }

  /** The choice for a lane whose first call can still be done in time if it runs alone. */
  Choice choose(Scene scene) {
    int full = Math.min(scene.waiting(), scene.most());
    int slack = cap(scene, 0, full, scene.now());
    if (!lookAhead) {
      return new Choice(0, Math.max(1, slack));
    }
    boolean enough = slack >= full && scene.waiting() <= scene.most();
    if (enough || scene.deadlines()[0] == Entry.NEVER) {
      return new Choice(0, Math.max(1, slack));
    }
    int best = 0;
    double bestValue = -1;
    int size = 1;
    long[] later = new long[scene.most() + STARTS];
    for (int shed = 0; shed < Math.min(HEADS, scene.waiting()); shed++) {
      int first =
          Math.max(
              1, cap(scene, shed, Math.min(scene.waiting() - shed, scene.most()), scene.now()));
      double firstTakes = scene.cost().applyAsDouble(first);
      Second next = second(scene, shed + first, firstTakes, later);
      int second = next.size();
      if (shed == 0 && first == full && next.free()) {
        // No deadline makes a batch smaller, so giving calls up cannot make one larger.
        return new Choice(0, first);
      }
      double secondTakes = second == 0 ? 0 : scene.cost().applyAsDouble(second);
      double value = (first + second) / Math.max(1, firstTakes + secondTakes);
      if (value > bestValue * (1 + LEAST_GAIN)) {
        bestValue = value;
        best = shed;
        size = first;
      }
    }
    return new Choice(best, size);
  }

  /** The size of the best batch that can follow. */
  private static Second second(Scene scene, int from, double firstTakes, long[] later) {
    double begin = scene.now() + (firstTakes + scene.others()) / scene.workers();
    double alone = begin + scene.cost().applyAsDouble(1);
    int count = 0;
    int left = 0;
    for (int i = from; i < scene.waiting(); i++) {
      if (scene.deadlines()[i] >= alone) {
        left++;
        if (count < later.length) {
          later[count++] = scene.deadlines()[i];
        }
      }
    }
    int arrived = arrived(scene, begin, alone);
    left += arrived;
    double gap = scene.perNano() <= 0 ? 0 : 1 / scene.perNano();
    for (int i = 0; i < arrived && count < later.length; i++) {
      // The ones that come last are those that are still in time.
      later[count++] =
          scene.timeGiven() <= 0
              ? Entry.NEVER
              : (long) (begin - (arrived - 1 - i) * gap + scene.timeGiven());
    }
    int best = 0;
    boolean free = false;
    for (int start = 0; start < Math.min(STARTS, count); start++) {
      int most = Math.min(left - start, scene.most());
      int fits = most(scene.cost(), later[start] - begin, most);
      free |= start == 0 && fits == most;
      best = Math.max(best, fits);
    }
    return new Second(best, free || count == 0);
  }

  /** How many calls will have come until {@code begin} and are in time if they run then. */
  private static int arrived(Scene scene, double begin, double alone) {
    if (scene.perNano() <= 0) {
      return 0;
    }
    double since = scene.now();
    if (scene.timeGiven() > 0) {
      since = Math.max(since, alone - scene.timeGiven());
    }
    return (int) Math.clamp((begin - since) * scene.perNano(), 0, 4.0 * scene.most());
  }

  /**
   * The most of the calls from {@code from} on that all end in time if they begin at {@code now}.
   */
  private static int cap(Scene scene, int from, int most, long now) {
    long tightest = Long.MAX_VALUE;
    int fits = 0;
    for (int n = 1; n <= most; n++) {
      tightest = Math.min(tightest, scene.deadlines()[from + n - 1]);
      if (now + scene.cost().applyAsDouble(n) > tightest) {
        return fits;
      }
      fits = n;
    }
    return fits;
  }

  /** The largest n up to {@code most} whose cost is within {@code budget}, 0 when there is none. */
  private static int most(IntToDoubleFunction cost, double budget, int most) {
    int low = 0;
    int high = Math.max(0, most);
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (cost.applyAsDouble(middle) <= budget) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}
