package dev.edgewise.core.router;

import dev.edgewise.core.LaneLoad;
import org.jspecify.annotations.Nullable;

/**
 * What one node says of the batches of one method, always a little old. The batch that a report
 * speaks of leaves when its wait is over: from then on it is not known what forms, so the next call
 * is taken to open a batch of its own, after the wait that is usual there. What this caller has
 * sent since joins first. Not thread-safe; guarded by {@link Estimates}. Times in nanoseconds.
 */
final class LaneEstimate {
  /** A report that is older says nothing any more. */
  private static final long LAPSES = 10_000_000_000L;

  private final RouterSettings.Queue settings;
  private @Nullable LaneLoad lane;
  private double meanWait;
  private long reportedAt;
  private long seenBy;

  LaneEstimate(RouterSettings.Queue settings) {
    this.settings = settings;
  }

  /**
   * What a call meets.
   *
   * @param startsIn until its batch begins
   * @param batch how long that runs; 0 while unknown
   * @param cost what the call adds to the work of the node; 0 while unknown
   * @param joins others in that batch
   */
  record Meets(double startsIn, double batch, double cost, int joins) {}

  void report(LaneLoad report, long written, long seen) {
    double wait = report.startsIn().toNanos();
    meanWait = lane == null ? wait : meanWait + settings.meanWeight() * (wait - meanWait);
    lane = report;
    reportedAt = written;
    seenBy = seen;
  }

  /** How long the model has to be loaded first; 0 when it is ready or nothing is known. */
  double loading(long now) {
    LaneLoad known = lane;
    return known == null || now - reportedAt > LAPSES ? 0 : known.load().toNanos();
  }

  /** Null when nothing is known, and for methods whose calls are not put together. */
  @Nullable Meets meets(OpenCalls own, String method, long now) {
    LaneLoad known = lane;
    if (known == null || known.room() == 0 || now - reportedAt > LAPSES) {
      return null;
    }
    int sent = own.sentSince(seenBy, method);
    double wait = known.startsIn().toNanos();
    double age = Math.max(0, now - reportedAt);
    return wait > 0 && age <= wait
        ? forming(known, sent, wait - age)
        : unknown(known, sent, wait, age);
  }

  private static Meets forming(LaneLoad lane, int sent, double wait) {
    double alone = lane.alone().toNanos();
    double batch = lane.batch().toNanos();
    double marginal = lane.marginal().toNanos();
    if (sent < lane.room()) {
      int joins = lane.waiting() + sent;
      // Of a batch of one nothing follows for two: half of it is taken as fixed.
      double each = lane.waiting() == 0 ? alone / 2 : marginal;
      return new Meets(wait, batch + sent * each, joins == 0 ? alone : each, joins);
    }
    int full = sent / lane.room();
    return new Meets(wait + full * batch, Math.max(batch, alone), alone, sent % lane.room());
  }

  /** What a report said falls back to the mean of all, as the load of a node does. */
  private Meets unknown(LaneLoad lane, int sent, double wait, double age) {
    double kept = Math.exp(-age / (double) settings.reportMemory().toNanos());
    double alone = lane.alone().toNanos();
    double own = sent == 0 ? 0 : alone * (1 + (sent - 1) / 2.0);
    double batch = wait > 0 ? Math.max(alone, (double) lane.batch().toNanos()) : alone;
    return new Meets(meanWait + (wait - meanWait) * kept + own, batch, alone, 0);
  }
}
