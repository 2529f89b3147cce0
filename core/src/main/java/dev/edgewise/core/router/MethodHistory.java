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

  void ran(Tier tier, double sample) {
    TierService service = of(tier);
    service.samples = Math.min(service.samples + 1, settings.fleetSamples());
    service.mean += (sample - service.mean) / service.samples;
  }

  int samples(Tier tier) {
    return of(tier).samples;
  }

  /**
   * The mean on the tier, shrunk towards {@code prior} while few calls were seen, so that one cold
   * first call does not rule out a tier.
   */
  double service(Tier tier, double prior) {
    TierService service = of(tier);
    double weight = settings.priorSamples();
    return (weight * prior + service.samples * service.mean) / (weight + service.samples);
  }

  private TierService of(Tier tier) {
    return tier == Tier.EDGE ? edge : cloud;
  }

  private static final class TierService {
    private int samples;
    private double mean;
  }
}
