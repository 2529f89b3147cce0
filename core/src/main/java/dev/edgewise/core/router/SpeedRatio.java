package dev.edgewise.core.router;

/**
 * How many times longer than the mean of its tier a node needs, over all methods: what is expected
 * of a method that never ran there. An average of logarithms, so that one cold first call does not
 * brand a node. Not thread-safe; guarded by {@link Estimates}.
 */
final class SpeedRatio {
  private static final double MOST = Math.log(50);

  private final RouterSettings.Service settings;
  private double logRatio;
  private int samples;
  private long measuredAt;

  SpeedRatio(RouterSettings.Service settings) {
    this.settings = settings;
  }

  double ratio() {
    return Math.exp(logRatio);
  }

  void sample(double ratio, long now) {
    if (samples > 0 && now - measuredAt > settings.retryAfter().toNanos()) {
      samples = 0;
      logRatio = 0;
    }
    samples = Math.min(samples + 1, settings.nodeSamples());
    double log = Math.max(-MOST, Math.min(MOST, Math.log(ratio)));
    logRatio +=
        (log - logRatio) / Math.min(samples + settings.priorSamples(), settings.nodeSamples());
    measuredAt = now;
  }
}
