package dev.edgewise.core.queue;

/**
 * What comes to a station, and how long it takes there.
 *
 * @param arrivalsPerSecond not negative
 * @param arrivalVariation squared coefficient of variation of the gaps between arrivals: 1 when
 *     calls come by themselves, more when they come in bunches, 0 by the clock
 * @param meanSeconds of service, more than 0
 * @param serviceVariation squared coefficient of variation of service times, not negative
 */
public record Traffic(
    double arrivalsPerSecond,
    double arrivalVariation,
    double meanSeconds,
    double serviceVariation) {
  public Traffic {
    notNegative("arrivalsPerSecond", arrivalsPerSecond);
    notNegative("arrivalVariation", arrivalVariation);
    notNegative("serviceVariation", serviceVariation);
    if (!(meanSeconds > 0) || !Double.isFinite(meanSeconds)) {
      throw new IllegalArgumentException(
          "meanSeconds: " + meanSeconds + " (expected: more than 0, finite)");
    }
  }

  /** Calls that come by themselves. */
  public static Traffic poisson(
      double arrivalsPerSecond, double meanSeconds, double serviceVariation) {
    return new Traffic(arrivalsPerSecond, 1, meanSeconds, serviceVariation);
  }

  /** The load that it offers, in Erlang: so many servers would be busy on average. */
  public double load() {
    return arrivalsPerSecond * meanSeconds;
  }

  private static void notNegative(String name, double value) {
    if (!(value >= 0) || !Double.isFinite(value)) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: not negative, finite)");
    }
  }
}
