package dev.edgewise.orchestrator.scale;

import dev.edgewise.core.queue.Traffic;
import dev.edgewise.core.queue.WaitAhead;
import dev.edgewise.core.queue.WaitTable;

/** What becomes of the line in front of a zone with more, with as many, with fewer nodes. */
final class Crowd {
  /** A node is worth its start when it is expected to get a call within so many seconds more. */
  private static final double WORTH = 60;

  private final WaitTable waits;
  private final Demand demand;
  private final Tuning tuning;
  private final Traffic traffic;
  private final Forecast forecast;
  private final int slots;
  private final int coming;
  private final double queued;
  private final double start;
  private final double drain;

  Crowd(
      WaitTable waits,
      Demand demand,
      ZoneSignals signals,
      Forecast forecast,
      double bunched,
      double coldStart,
      int queued,
      Tuning tuning) {
    this.waits = waits;
    this.demand = demand;
    this.tuning = tuning;
    this.forecast = forecast;
    this.queued = queued;
    traffic = demand.traffic(forecast.perSecond(), bunched);
    slots = signals.slotsPerNode();
    coming = signals.coming();
    start = coldStart + 1;
    drain = tuning.drain() * demand.tightest();
  }

  /** The share on time soon after nodes that are asked for now would be ready, with so many. */
  double onTimeAhead(int nodes) {
    double line = queued + over(forecast.now(), coming) * start;
    // Who cannot be served in time gives up: the line grows no longer than that.
    line = Math.min(line, Math.max(queued, forecast.now() * demand.tightest()));
    return onTime(nodes, line + over(forecast.perSecond(), nodes) * drain, start + drain);
  }

  /**
   * The share on time with so many from now on, for as long as a node should be gone if it goes.
   */
  double onTimeWithout(int nodes) {
    double time = tuning.inStarts() * start + drain;
    return onTime(nodes, queued + over(forecast.perSecond(), nodes) * time, time);
  }

  private double onTime(int nodes, double line, double time) {
    if (nodes == 0) {
      // Nobody starts a node for a call in an hour that may come.
      return queued > 0 || forecast.perSecond() * (start + WORTH) >= 1 ? 0 : 1;
    }
    int servers = nodes * slots;
    double rate = servers / demand.mean();
    double chance =
        (traffic.arrivalsPerSecond() * traffic.arrivalVariation() + rate * demand.variation())
            * time;
    double doubt = tuning.doubt() * forecast.deviation() * time;
    double deviation = Math.sqrt(chance + doubt * doubt + 1e-9);
    return demand.onTime(
        WaitAhead.of(waits.waiting(servers, traffic), servers, traffic, line, deviation));
  }

  /** By how many calls a second the line grows with so many nodes; below 0 when it shrinks. */
  private double over(double perSecond, int nodes) {
    return perSecond - nodes * slots / demand.mean();
  }
}
