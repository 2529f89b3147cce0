package dev.edgewise.serving.cache.store;

import java.time.Duration;

/**
 * What keeping a result is worth: what computing it again would take, times how often it is asked
 * for, by the room that it takes. What is worth least goes first (GDSF: Cherkasova, "Improving WWW
 * Proxies Performance with Greedy-Dual-Size-Frequency Caching Policy", 1998; LCBFU in Nirvana,
 * arXiv 2312.04429). Pure.
 */
public final class Worth {
  private static final double HALF_LIFE_SECONDS = Duration.ofHours(6).toSeconds();
  private static final double LEAST_NANOS = 1_000;

  private Worth() {}

  /**
   * Nanoseconds of computing that are expected to be saved, for all of its bytes.
   *
   * @param cost of computing it
   * @param uses how often it was asked for, lately; fractions are fine
   */
  public static double benefit(Duration cost, double uses) {
    // A result that took no time is still worth more when it is used than when it is not; one that
    // was never used may be.
    return Math.max(LEAST_NANOS, saturated(cost)) * (1 + Math.max(0, uses));
  }

  /**
   * The same by byte: the smaller, the sooner it goes.
   *
   * @param bytes that it takes
   */
  public static double of(Duration cost, double uses, long bytes) {
    return benefit(cost, uses) / Math.max(1, bytes);
  }

  /**
   * Uses that were counted some time ago, as they count now: half for every six hours, so that what
   * was asked for a lot last week makes room for what is asked for today.
   */
  public static double aged(double uses, Duration since) {
    return uses * Math.pow(2, -Math.max(0, since.toSeconds()) / HALF_LIFE_SECONDS);
  }

  private static double saturated(Duration cost) {
    return cost.toSeconds() * 1e9 + cost.toNanosPart();
  }
}
