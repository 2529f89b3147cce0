package dev.edgewise.core.router;

import java.time.Duration;

/**
 * How long one method runs on one node. What is held against a node must lapse, or a node that was
 * slow once is never asked again: after a while without calls it is retried with one, and starts
 * afresh when that call shows that it has recovered. Not thread-safe; guarded by {@link Estimates}.
 * Times are nanoseconds.
 */
final class ServiceHistory {
  /** A retry that was answered late costs little: the pause doubles once. */
  private static final int MOST_DOUBLINGS_WHEN_ANSWERED = 1;

  /** A retry that got no answer in time cost somebody a call: the pause grows to 32 times. */
  private static final int MOST_DOUBLINGS_WHEN_UNANSWERED = 5;

  /** A retry that takes so many times what was assumed shows that the node is still slow. */
  private static final double STILL_SLOW = 2;

  /**
   * A retry that takes at most this share of what was measured before shows that the node has
   * recovered.
   */
  private static final double RECOVERED = 0.8;

  /** What was measured before a retry weighs no more than so many calls. */
  private static final int STALE_SAMPLES = 3;

  private final RouterSettings.Service settings;
  private int samples;
  private double mean;
  private long measuredAt;
  private int doublings;

  /** What the last placement predicted for a call here, NaN while that would be a guess. */
  double predicted = Double.NaN;

  /** The service time in that prediction. */
  double assumed;

  /** Whether that prediction gave the node the benefit of the doubt. */
  boolean doubted;

  /**
   * A body that does nothing but throw is avoided after so many calls and so long. Before that its
   * calls tell the orchestrator, who sees more of it than one caller does.
   */
  private static final int BROKEN_CALLS = 5;

  private static final long BROKEN_FOR = Duration.ofSeconds(5).toNanos();

  /** Bodies that threw; what the node itself does wrong is told of the node. */
  final FailureLevel failures;

  private int brokenInRow;
  private long brokenSince;

  private boolean everBegun;
  private long lastBegun;

  ServiceHistory(RouterSettings settings) {
    this.settings = settings.service();
    this.failures = new FailureLevel(settings.failures());
  }

  /** A call is sent. */
  void begun(long now) {
    everBegun = true;
    lastBegun = now;
  }

  /** Whether a call was sent in the last {@code nanos}. */
  boolean isBegun(long now, long nanos) {
    return everBegun && now - lastBegun < nanos;
  }

  int samples() {
    return samples;
  }

  /** The shrunk estimate: the prior weighs as much as a few calls. */
  double estimate(double prior) {
    double weight = settings.priorSamples();
    return (weight * prior + samples * mean) / (weight + samples);
  }

  /** Whether the newest measurement is so old that the node deserves another try. */
  boolean lapsed(long now) {
    return samples > 0 && now - measuredAt > settings.retryAfter().toNanos() << doublings;
  }

  /** The body threw what its method does not declare. */
  void broke(long now) {
    if (brokenInRow == 0) {
      brokenSince = now;
    }
    brokenInRow++;
    if (brokenInRow >= BROKEN_CALLS && now - brokenSince >= BROKEN_FOR) {
      failures.failed(now);
    }
  }

  void answered(double sample, boolean retry, double assumedThen, long now) {
    brokenInRow = 0;
    failures.answered(now);
    if (retry) {
      retried(sample > STILL_SLOW * assumedThen, MOST_DOUBLINGS_WHEN_ANSWERED);
      samples = sample < RECOVERED * mean ? 0 : Math.min(samples, STALE_SAMPLES);
    }
    add(sample, now);
  }

  /** A call was given up that would have needed {@code sample} or more. */
  void unanswered(double sample, boolean retry, long now) {
    if (retry) {
      retried(true, MOST_DOUBLINGS_WHEN_UNANSWERED);
    }
    add(sample, now);
  }

  private void retried(boolean stillSlow, int mostDoublings) {
    doublings = stillSlow ? Math.min(doublings + 1, Math.max(doublings, mostDoublings)) : 0;
  }

  private void add(double sample, long now) {
    samples = Math.min(samples + 1, settings.nodeSamples());
    mean += (sample - mean) / samples;
    measuredAt = now;
  }
}
