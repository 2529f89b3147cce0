package dev.edgewise.core.router;

/** How much a node has failed lately, 0 to 1. Not thread-safe; guarded by {@link Estimates}. */
final class FailureLevel {
  private final RouterSettings.Failures settings;
  private double level;
  private long at;

  FailureLevel(RouterSettings.Failures settings) {
    this.settings = settings;
  }

  double level(long now) {
    return level == 0
        ? 0
        : level * Math.exp(-Math.max(0, now - at) / (double) settings.memory().toNanos());
  }

  void failed(long now) {
    level = Math.min(1, level(now) + settings.step());
    at = now;
  }

  void answered(long now) {
    level = level(now) / 2;
    at = now;
  }
}
