package dev.edgewise.sdk.fleet;

import dev.edgewise.core.Sighting;
import java.time.Duration;
import java.util.List;

/**
 * Tells the orchestrator what this client sees: sightings each second and at once when one changes,
 * traffic each second. While there is nobody to tell, traffic goes on being counted, and is told
 * with the time that it spans. Thread-safe.
 */
final class Reporter {
  private static final long TRAFFIC_EVERY = Duration.ofSeconds(1).toNanos();

  private final ViewFeed feed;
  private final TrafficCounter traffic;
  private final SightingLog log = new SightingLog();
  private long trafficAt;

  Reporter(ViewFeed feed, TrafficCounter traffic, long now) {
    this.feed = feed;
    this.traffic = traffic;
    this.trafficAt = now;
  }

  synchronized void report(List<Sighting> sightings, long now) {
    if (!feed.isReady()) {
      log.forget();
      return;
    }
    if (log.isDue(sightings, now)) {
      feed.tell(sightings);
    }
    if (now - trafficAt >= TRAFFIC_EVERY) {
      tellTraffic(now);
    }
  }

  /** What has not been told yet. */
  synchronized void last(long now) {
    if (feed.isReady()) {
      tellTraffic(now);
    }
  }

  private void tellTraffic(long now) {
    trafficAt = now;
    Traffic report = traffic.report(now);
    if (!report.isEmpty()) {
      feed.tell(report);
    }
  }
}
