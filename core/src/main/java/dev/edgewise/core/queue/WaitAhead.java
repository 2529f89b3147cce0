package dev.edgewise.core.queue;

/**
 * How long calls will wait a while from now, from the line that there is: between what holds at
 * once and what holds in the long run, and also when more comes than can be served.
 *
 * <p>The line is taken as Brownian motion that zero reflects. If it would be normal with mean
 * <i>m</i> and deviation <i>s</i> were it not reflected, it is longer than <i>y</i> with likelihood
 * <i>Φ((m − y)/s) + e^(−η·y)·Φ((−m − y)/s)</i> (Harrison, Brownian Motion and Stochastic Flow
 * Systems, 1985, section 1.8), where the exponential is the long run's share. For that share the
 * better figure that stands in the {@link WaitTable} is taken.
 */
public final class WaitAhead {
  private WaitAhead() {}

  /**
   * How long calls will wait then.
   *
   * @param longRun at so many servers, if everything stayed so for ever
   * @param servers at least 1
   * @param traffic that comes
   * @param line calls that would wait then if a line could be shorter than nothing: those that wait
   *     now and those that come, less those that are served
   * @param deviation of {@code line}, more than 0
   */
  public static Waiting of(
      Waiting longRun, int servers, Traffic traffic, double line, double deviation) {
    double rate = servers / traffic.meanSeconds();
    double over = traffic.arrivalsPerSecond() - rate;
    double variance =
        traffic.arrivalsPerSecond() * traffic.arrivalVariation()
            + rate * traffic.serviceVariation();
    // With no variance at all a line that is not there now will not come about.
    double power = variance > 0 ? 2 * over / variance : 0;
    return seconds -> {
      if (seconds < 0) {
        return 1;
      }
      double calls = seconds * rate;
      double there = Normal.above((calls - line) / deviation);
      double far = (calls + line) / deviation;
      double later =
          over < 0
              ? longRun.longerThan(seconds) * Normal.above(far)
              : Math.min(1, Normal.above(far, power * calls));
      return Math.min(1, there + later);
    };
  }
}
