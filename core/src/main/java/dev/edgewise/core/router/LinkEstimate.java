package dev.edgewise.core.router;

/**
 * The way to one node: round trip as an average whose memory is measured in time and which follows
 * what is shorter sooner than what is longer, bandwidth as an average of logarithms (a link that is
 * ten times slower counts as much as one that is ten times faster). One bandwidth serves both
 * directions. Not thread-safe; guarded by {@link Estimates}. Times are nanoseconds, bandwidth is
 * bytes per nanosecond.
 */
final class LinkEstimate {
  /** Until so many bulky calls were seen, each counts for half. */
  private static final int FIRST_BULKY_CALLS = 3;

  private final RouterSettings.Link settings;
  private boolean measured;
  private double roundTrip;
  private long roundTripAt;
  private long measuredAt;
  private int bulkyCalls;
  private double logBandwidth;
  private long bandwidthAt;

  LinkEstimate(RouterSettings.Link settings) {
    this.settings = settings;
  }

  void roundTrip(double sample, long now) {
    double bounded = Math.max(0, sample);
    if (measured) {
      double age = Math.max(0, now - roundTripAt);
      double least = bounded < roundTrip ? settings.shorterWeight() : settings.leastWeight();
      double weight = Math.max(least, 1 - Math.exp(-age / settings.memory().toNanos()));
      roundTrip += weight * (bounded - roundTrip);
    } else {
      roundTrip = bounded;
      measured = true;
    }
    roundTripAt = now;
    measuredAt = now;
  }

  /** A call with {@code bytes} both ways spent {@code onTheWay} nanoseconds outside the node. */
  void call(long bytes, double onTheWay, long now) {
    if (bytes < settings.bulkyFrom()) {
      roundTrip(onTheWay - (bulkyCalls == 0 ? 0 : bytes / bandwidth()), now);
      return;
    }
    // At least a tenth of the time went into the bytes: otherwise a round trip that was
    // overestimated gives an endless bandwidth.
    double transfer = Math.max(onTheWay - roundTrip, Math.max(1, onTheWay * 0.1));
    double sample = Math.log(bytes / transfer);
    // The thin link of a minute ago may be thick again: then the old measurements count no longer.
    if (bulkyCalls == 0 || (bandwidthLapsed(now) && sample > logBandwidth)) {
      bulkyCalls = 0;
      logBandwidth = sample;
    } else {
      double weight = sample < logBandwidth ? settings.slowerWeight() : settings.fasterWeight();
      logBandwidth += (bulkyCalls < FIRST_BULKY_CALLS ? 0.5 : weight) * (sample - logBandwidth);
    }
    bulkyCalls = Math.min(bulkyCalls + 1, FIRST_BULKY_CALLS);
    bandwidthAt = now;
    measuredAt = now;
  }

  /** A bulky call was given up: the bandwidth that is known goes on being held against the node. */
  void bulkyCallWithoutAnswer(long now) {
    bandwidthAt = now;
  }

  boolean knowsRoundTrip() {
    return measured;
  }

  double roundTrip() {
    return roundTrip;
  }

  boolean knowsBandwidth() {
    return bulkyCalls > 0;
  }

  double bandwidth() {
    return Math.exp(logBandwidth);
  }

  /** Whether the bandwidth is so old that the node deserves another try. */
  boolean bandwidthLapsed(long now) {
    return bulkyCalls > 0 && now - bandwidthAt > settings.retryAfter().toNanos();
  }

  boolean isBulky(long bytes) {
    return bytes >= settings.bulkyFrom();
  }

  long age(long now) {
    return now - measuredAt;
  }
}
