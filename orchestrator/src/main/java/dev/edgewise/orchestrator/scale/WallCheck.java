package dev.edgewise.orchestrator.scale;

import java.time.Instant;

/**
 * Whether the time of day may be learned by. A wall clock is set by hand, by NTP after a start, or
 * because the machine slept; which of the two times was right cannot be seen. So the one that held
 * longer is believed: after a jump nothing is learned until the clock is back, or until the new
 * time has held for as long as the old one had, {@value #LONGEST} seconds at most.
 */
final class WallCheck {
  /** A wall clock that goes so many seconds wrong between two looks has been set. */
  private static final double JUMP = 10;

  private static final double LONGEST = 86_400;

  private double last = Double.NaN;
  private double held;

  /** Seconds that the clock is off what is believed, and for how long it has been so. */
  private double off;

  private double doubted;

  /** As it was stored, until the clock was seen again. */
  private double resumed = Double.NaN;

  /** What is to be thought of a time. */
  enum Time {
    /** It goes on as before. */
    STEADY,
    /** The clock was set: nothing is to be learned by it. */
    DOUBTED,
    /** It is believed from now on; what was learned lately lies at another time. */
    SET
  }

  /**
   * What outlives a restart.
   *
   * @param last second of the epoch that was believed; not a number while none was seen
   * @param held seconds for which that clock had held
   */
  record State(double last, double held) {}

  State state() {
    return new State(Double.isNaN(last) ? resumed : last - off, held);
  }

  void restore(State state) {
    resumed = state.last();
    held = state.held();
  }

  /** It is this time, so many seconds after the look before. */
  Time look(Instant at, double since) {
    double now = at.getEpochSecond() + at.getNano() / 1e9;
    double jump = Double.isNaN(last) ? sinceRestart(now) : now - last - since;
    last = now;
    if (Math.abs(jump) > JUMP) {
      off += jump;
      doubted = 0;
    }
    if (Math.abs(off) <= JUMP) {
      off = 0;
      held += since;
      return Time.STEADY;
    }
    doubted += since;
    if (doubted < Math.min(held, LONGEST)) {
      return Time.DOUBTED;
    }
    off = 0;
    held = doubted;
    return Time.SET;
  }

  /** How long this process was away is not known; that it is earlier than before is a jump. */
  private double sinceRestart(double now) {
    return Double.isNaN(resumed) ? 0 : Math.min(0, now - resumed);
  }
}
