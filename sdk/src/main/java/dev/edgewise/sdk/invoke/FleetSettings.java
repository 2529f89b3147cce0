package dev.edgewise.sdk.invoke;

import java.time.Duration;

/**
 * How a client watches its nodes.
 *
 * @param probeEvery time between two probes of a node
 * @param suspectAfter silence after which a node is suspect and idempotent calls there are sent
 *     elsewhere; gRPC's own keepalive cannot go below 10 s, which is too long to leave callers
 *     waiting
 * @param describeEvery time after which a node is asked again what it offers
 * @param tick how often all of this is looked at
 */
public record FleetSettings(
    Duration probeEvery, Duration suspectAfter, Duration describeEvery, Duration tick) {
  /** A probe each second, suspect after three. */
  public static final FleetSettings DEFAULT =
      new FleetSettings(
          Duration.ofSeconds(1),
          Duration.ofSeconds(3),
          Duration.ofSeconds(10),
          Duration.ofMillis(250));

  public FleetSettings {
    if (tick.isNegative() || tick.isZero() || suspectAfter.compareTo(probeEvery) <= 0) {
      throw new IllegalArgumentException(
          "fleet settings: tick "
              + tick
              + ", suspectAfter "
              + suspectAfter
              + ", probeEvery "
              + probeEvery
              + " (expected: a tick above zero, suspectAfter above probeEvery)");
    }
  }
}
