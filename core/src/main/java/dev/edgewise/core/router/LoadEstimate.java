package dev.edgewise.core.router;

import dev.edgewise.core.LaneLoad;
import dev.edgewise.core.Load;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How busy one node is, from reports that are always a little old: a report falls back to the
 * node's mean as it ages, and what this caller has sent since is added. Not thread-safe; guarded by
 * {@link Estimates}.
 */
final class LoadEstimate {
  private static final long SAME_REPORT = 50_000_000;

  /** What a node says comes from outside. */
  private static final int MAX_LANES = 64;

  private final RouterSettings.Queue settings;

  /** By method, least recently reported first. */
  private final Map<String, LaneEstimate> lanes =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, LaneEstimate> eldest) {
          return size() > MAX_LANES;
        }
      };

  private @Nullable Load load;
  private double requests;
  private double mean;
  private long reportedAt;
  private long seenBy;

  LoadEstimate(RouterSettings.Queue settings) {
    this.settings = settings;
  }

  /**
   * A report came in now, over a way of {@code roundTrip} nanoseconds: it was written half a round
   * trip ago, and saw what was sent half a round trip before that.
   */
  void report(Load report, double roundTrip, long now) {
    requests = report.requestsInFlight();
    mean = load == null ? requests : mean + settings.meanWeight() * (requests - mean);
    load = report;
    reportedAt = now - (long) (roundTrip / 2);
    seenBy = now - (long) roundTrip;
    for (LaneLoad lane : report.lanes()) {
      lanes
          .computeIfAbsent(lane.method(), method -> new LaneEstimate(settings))
          .report(lane, reportedAt, seenBy);
    }
  }

  /** What is known of the batches of a method; null when the node has said nothing of them. */
  @Nullable LaneEstimate lane(String method) {
    return lanes.get(method);
  }

  /**
   * The node would not take a call: it is full, whatever it says, so that one that refuses
   * everything does not look idle.
   */
  void refused(double roundTrip, long now) {
    double full = 2.0 * slots();
    if (requests < full) {
      mean += settings.meanWeight() * (full - requests);
      requests = full;
      reportedAt = now - (long) (roundTrip / 2);
      seenBy = now - (long) roundTrip;
    }
  }

  /** Calls that are probably at the node, running or waiting. */
  double requestsInFlight(OpenCalls own, long now) {
    if (load == null && requests == 0) {
      return own.count();
    }
    double kept =
        Math.exp(-Math.max(0, now - reportedAt) / (double) settings.reportMemory().toNanos());
    double expected = mean + (requests - mean) * kept + own.sentSince(seenBy);
    return Math.max(own.count(), expected);
  }

  boolean isKnown() {
    return load != null;
  }

  int slots() {
    return load == null ? 1 : load.slots();
  }

  /** Mean service time in nanoseconds that the node reports; 0 while unknown. */
  double meanService() {
    return load == null ? 0 : load.meanService().toNanos();
  }

  boolean draining() {
    return load != null && load.draining();
  }

  /** Whether {@code epoch} is that of another life of the agent than the one known. */
  boolean isOtherLife(long epoch) {
    return load != null && load.epoch() != epoch;
  }

  /**
   * Whether a report of that time would be news. The time of a report that was passed on is known
   * only roughly, and the same one must not count twice.
   */
  boolean isOlderThan(long observedAt) {
    return load == null || observedAt - reportedAt > SAME_REPORT;
  }

  long age(long now) {
    return now - reportedAt;
  }
}
