package dev.edgewise.core.router;

import dev.edgewise.annotations.Tier;

/**
 * What the whole fleet has shown of one method. The tiers are kept apart: they run different
 * bodies. Not thread-safe; guarded by {@link Estimates}. Times are nanoseconds.
 */
final class MethodHistory {
  private static final double RESPONSE_WEIGHT = 0.1;

  private final RouterSettings.Service settings;
  private final TierService edge = new TierService();
  private final TierService cloud = new TierService();
  private long calls;
  private long lastRetry;
  private double responseBytes;
  private boolean answered;

  MethodHistory(RouterSettings.Service settings) {
    this.settings = settings;
  }

  /**
   * A call of the method is sent; {@code retry} when its node was given the benefit of the doubt.
   */
  void begun(boolean retry) {
    calls++;
    if (retry) {
      lastRetry = calls;
    }
  }

  /** Whether enough calls went by since the last retry. */
  boolean mayRetry() {
    return calls - lastRetry >= settings.retryEvery();
  }

  void response(int bytes) {
    responseBytes = answered ? responseBytes + RESPONSE_WEIGHT * (bytes - responseBytes) : bytes;
    answered = true;
  }

  double responseBytes() {
    return responseBytes;
  }

  /** A call ran for {@code sample} nanoseconds, or had no time at all to measure. */
  void ran(Tier tier, double sample) {
    TierService service = of(tier);
    service.samples = Math.min(service.samples + 1, settings.fleetSamples());
    service.logMean += (Math.log(Math.max(1, sample)) - service.logMean) / service.samples;
  }

  int samples(Tier tier) {
    return of(tier).samples;
  }

  /**
   * What a call typically takes on the tier: a mean of logarithms, in which a few calls on a slow
   * node or a cold first call count little, shrunk towards {@code prior} while few calls were seen.
   */
  double service(Tier tier, double prior) {
    TierService service = of(tier);
    double weight = settings.priorSamples();
    return Math.exp(
        (weight * Math.log(prior) + service.samples * service.logMean)
            / (weight + service.samples));
  }

  private TierService of(Tier tier) {
    return tier == Tier.EDGE ? edge : cloud;
  }

  private static final class TierService {
    private int samples;
    private double logMean;
  }
}
