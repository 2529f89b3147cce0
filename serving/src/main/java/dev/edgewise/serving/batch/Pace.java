package dev.edgewise.serving.batch;

/**
 * How calls come to a lane: their rate, the time that they are given, and how many come back at
 * once when a batch ends (callers that wait for one answer before they send the next). Not
 * thread-safe. Times in nanoseconds since the device began.
 */
final class Pace {
  private static final double WEIGHT = 0.05;
  private static final double RETURN_WEIGHT = 0.3;

  private double gap;
  private long lastArrival = Long.MIN_VALUE;
  private double timeGiven;
  private long ended = Long.MIN_VALUE;
  private long window;
  private int returned;
  private double returning;

  void arrived(long now, long deadline) {
    if (lastArrival != Long.MIN_VALUE) {
      double seen = Math.max(1, now - lastArrival);
      gap = gap == 0 ? seen : gap + WEIGHT * (seen - gap);
    }
    lastArrival = now;
    if (deadline < Entry.NEVER) {
      double given = deadline - now;
      timeGiven = timeGiven == 0 ? given : timeGiven + WEIGHT * (given - timeGiven);
    }
    if (ended != Long.MIN_VALUE && now - ended <= window) {
      returned++;
    }
  }

  /** A batch ended; who comes within {@code window} came back. */
  void ended(long now, long window) {
    if (ended != Long.MIN_VALUE) {
      returning += RETURN_WEIGHT * (returned - returning);
    }
    this.ended = now;
    this.window = window;
    this.returned = 0;
  }

  /** Calls in a nanosecond, 0 when nothing is known. */
  double perNano(long now) {
    return gap == 0 ? 0 : 1 / Math.max(gap, (double) (now - lastArrival));
  }

  /** What a call is given until its deadline, 0 when that is not known. */
  double timeGiven() {
    return timeGiven;
  }

  /** How many are still expected back, 0 or more. */
  int stillReturning() {
    return (int) Math.max(0, Math.round(returning - returned));
  }

  /** Until when those who come back do so; in the past when no batch ended lately. */
  long returnUntil() {
    return ended == Long.MIN_VALUE ? Long.MIN_VALUE : ended + window;
  }
}
