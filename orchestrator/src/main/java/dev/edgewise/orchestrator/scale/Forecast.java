package dev.edgewise.orchestrator.scale;

import java.time.Instant;

/**
 * What will come.
 *
 * @param now calls a second, as measured
 * @param perSecond calls a second when a node that is asked for now would be ready
 * @param deviation of the measured rate
 * @param ahead seconds that {@code perSecond} looks ahead
 * @param reason where {@code perSecond} comes from
 */
record Forecast(double now, double perSecond, double deviation, double ahead, Reason reason) {
  /** What a forecast was drawn from. */
  enum Reason {
    /** It stays as it is. */
    STAYS(""),
    /** The last minutes rise. */
    RISES("rising"),
    /** The hour of the week. */
    USUAL("usual at this hour");

    private final String words;

    Reason(String words) {
      this.words = words;
    }
  }

  /** The most of the rate now, of a rise drawn on, and of what the hour of the week adds to it. */
  static Forecast of(
      ArrivalHistory history,
      WeekProfile profile,
      Instant at,
      double ahead,
      double span,
      double mostRise) {
    ArrivalHistory.Rate level = history.level();
    double now = Math.max(level.perSecond(), history.step(level));
    double most = now;
    Reason reason = Reason.STAYS;
    double rising = Math.min(history.rising(span, ahead), mostRise * now);
    if (rising > most) {
      most = rising;
      reason = Reason.RISES;
    }
    double usually = profile.usual(at);
    double then = profile.usual(at.plusMillis((long) (ahead * 1_000)));
    if (then > usually) {
      // As far as this week is like those before.
      double off = Math.abs(level.perSecond() - usually) / Math.max(then, level.perSecond());
      double seasonal = now + (1 - Math.min(1, off)) * (then - usually);
      if (seasonal > most) {
        most = seasonal;
        reason = Reason.USUAL;
      }
    }
    return new Forecast(now, most, level.deviation(), ahead, reason);
  }

  /** For people. */
  String words() {
    String words = round(now) + " calls/s";
    return reason == Reason.STAYS
        ? words
        : words
            + ", "
            + round(perSecond)
            + " in "
            + Math.round(ahead)
            + " s ("
            + reason.words
            + ")";
  }

  /** Two digits, without the price of a formatter: a scaler speaks each second. */
  static double round(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
