package dev.edgewise.serving.batch;

import org.jspecify.annotations.Nullable;

/**
 * When a free worker waits although calls wait: only for callers that just got their answers and
 * are known to come back at once, for an eighth of a batch's time at most. Otherwise the first of
 * eight callers would start a batch of one, and the other seven would wait for it, so that the
 * device would run at half of what it can. Pure.
 */
final class Gather {
  /** What part of a batch's time those who come back may take to do so. */
  private static final int RETURN_PART = 8;

  private static final long LONGEST_RETURN = 1_000_000;

  /** What waiting for them has to bring in calls a second. */
  private static final double RETURN_GAIN = 1.1;

  private Gather() {}

  /** How long after a batch that took {@code nanos} callers count as coming back. */
  static long window(long nanos) {
    return Math.clamp(nanos / RETURN_PART, 0, LONGEST_RETURN);
  }

  /** Waiting for calls that are about to come, if it pays; null when it does not. */
  static Schedule.@Nullable Next hold(Lane<?, ?> lane, int size, long now) {
    long until = lane.pace.returnUntil();
    int more = Math.min(lane.pace.stillReturning(), lane.cap() - size);
    if (more == 0 || until <= now || !lane.costs.known()) {
      return null;
    }
    double waiting = until - now;
    double gain =
        (size + more)
            / (waiting + lane.costs.at(size + more))
            / (size / Math.max(1, lane.costs.at(size)));
    boolean inTime = lane.line.earliestDeadline() >= until + lane.cost(size + more);
    return gain >= RETURN_GAIN && inTime ? new Schedule.Next.Hold(lane, until, size + more) : null;
  }

  /** Whether the hold goes on although a call came; so many wait on the device. */
  static boolean goesOn(Schedule.Next.Hold held, Entry<?, ?> entry, int waiting) {
    return held.lane().line.size() == waiting
        && waiting < held.count()
        && entry.deadline - held.lane().cost(waiting) > held.until();
  }
}
