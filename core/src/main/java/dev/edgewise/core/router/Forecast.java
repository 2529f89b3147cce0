package dev.edgewise.core.router;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.Node;
import java.util.List;

/**
 * Predicts the completion time of one call on each of some nodes:
 *
 * <pre>
 *   total    = roundTrip + bytes / bandwidth + queue + service + failing
 *   queue    = s̄ · (((rif + 1) / k)^p − (1 / k)^p) + overdue
 *   service  = (n₀ · S · ρ + n · mean) / (n₀ + n)
 *   failing  = factor · level · max(total without it, floor)
 * </pre>
 *
 * <p>rif: calls at the node as {@link LoadEstimate} sees them; k: its slots; s̄: the mean service
 * time that it reports; S: the method's mean on the tier; ρ: {@link SpeedRatio}; n: calls of this
 * method on this node. What the queue term would charge at an idle node is taken off, so that an
 * idle node costs no waiting. The shape is that of C3 (Suresh et al., NSDI 2015) with a network
 * term and estimates per method; left out, because they change nothing in fleets of up to some
 * dozens of nodes: the spread of the estimates, the number of other callers, a guard against queues
 * in the link. Used under the lock of {@link Estimates}, for one placement.
 */
final class Forecast {
  private final RouterSettings settings;
  private final MethodHistory history;
  private final String method;
  private final long requestBytes;
  private final int evidence;
  private final long now;

  Forecast(
      RouterSettings settings,
      MethodHistory history,
      String method,
      long requestBytes,
      int evidence,
      long now) {
    this.settings = settings;
    this.history = history;
    this.method = method;
    this.requestBytes = requestBytes;
    this.evidence = evidence;
    this.now = now;
  }

  Prediction[] of(List<Node> nodes, NodeEstimate[] estimates) {
    double roundTripOfOthers = meanRoundTrip(estimates);
    double bandwidthOfOthers = meanBandwidth(estimates);
    double bestBandwidth = bestBandwidth(estimates);
    double bestEdge = bestService(Tier.EDGE, estimates);
    double bestCloud = bestService(Tier.CLOUD, estimates);
    Prediction[] predictions = new Prediction[estimates.length];
    for (int i = 0; i < estimates.length; i++) {
      Node node = nodes.get(i);
      NodeEstimate estimate = estimates[i];
      double roundTrip =
          estimate.link.knowsRoundTrip() ? estimate.link.roundTrip() : roundTripOfOthers;
      predictions[i] =
          predict(
              node,
              estimate,
              roundTrip,
              bandwidthOfOthers,
              bestBandwidth,
              node.tier() == Tier.EDGE ? bestEdge : bestCloud);
    }
    return predictions;
  }

  private Prediction predict(
      Node node,
      NodeEstimate estimate,
      double roundTrip,
      double bandwidthOfOthers,
      double bestBandwidth,
      double bestService) {
    ServiceHistory service = estimate.service(method);
    boolean retryLink = linkLapsed(estimate) && history.mayRetry();
    double bandwidth =
        estimate.link.knowsBandwidth() ? estimate.link.bandwidth() : bandwidthOfOthers;
    if (retryLink) {
      bandwidth = Math.max(bandwidth, bestBandwidth / settings.service().benefitOfDoubt());
    }
    double transfer = bytes() / bandwidth;
    boolean retryService = service.lapsed(now) && history.mayRetry();
    double time = believed(node.tier(), estimate, service, retryService, bestService);

    double requests = estimate.load.requestsInFlight(estimate.open, now);
    double meanService = estimate.load.meanService() > 0 ? estimate.load.meanService() : time;
    double overdue = estimate.overdue(now);
    double queue = overdue + meanService * convex(requests, estimate.slots(now));
    int slots = estimate.load.slots();
    double waiting = overdue + meanService * Math.max(0, requests + 1 - slots) / slots;

    RouterSettings.Failures failures = settings.failures();
    double level = estimate.failures.level(now);
    double sum = roundTrip + transfer + queue + time;
    double failing = failures.factor() * level * Math.max(sum, (double) failures.floor().toNanos());

    boolean guess = history.samples(node.tier()) < evidence;
    service.predicted = guess ? Double.NaN : roundTrip + transfer + waiting + time;
    service.assumed = time;
    service.doubted = retryLink || retryService;
    return new Prediction(
        node,
        roundTrip,
        transfer,
        queue,
        waiting,
        time,
        failing,
        level,
        estimate.open.count(),
        estimate.lastUse,
        service.samples(),
        estimate.load.isKnown() ? Math.max(0, estimate.load.age(now)) : -1,
        estimate.link.knowsRoundTrip() ? Math.max(0, estimate.link.age(now)) : -1,
        estimate.load.draining());
  }

  /** The service time, with the benefit of the doubt where it is due. */
  private double believed(
      Tier tier, NodeEstimate estimate, ServiceHistory service, boolean retry, double best) {
    double measured = service.estimate(prior(tier, estimate) * estimate.speed.ratio());
    RouterSettings.Service rules = settings.service();
    if (!Double.isNaN(best) && (retry || (service.samples() == 0 && estimate.open.count() == 0))) {
      return Math.min(measured, rules.benefitOfDoubt() * best);
    }
    // All that is known of the tier has lapsed: it was left for the other one, and comes back like
    // an unknown one.
    return retry ? Math.min(measured, (double) rules.unknown().toNanos()) : measured;
  }

  /** What a call of the method takes on the tier, before the node is looked at. */
  private double prior(Tier tier, NodeEstimate estimate) {
    if (history.samples(tier) == 0) {
      double reported = estimate.load.meanService();
      return reported > 0 ? reported : settings.service().unknown().toNanos();
    }
    return history.service(tier, (double) settings.service().unknown().toNanos());
  }

  /**
   * The shortest service time on the tier that was measured and has not lapsed; NaN when there is
   * none.
   */
  private double bestService(Tier tier, NodeEstimate[] estimates) {
    double best = Double.NaN;
    for (NodeEstimate estimate : estimates) {
      ServiceHistory service = estimate.service(method);
      if (estimate.tier == tier && service.samples() > 0 && !service.lapsed(now)) {
        double time = service.estimate(prior(tier, estimate) * estimate.speed.ratio());
        best = Double.isNaN(best) ? time : Math.min(best, time);
      }
    }
    return best;
  }

  private double convex(double requests, double slots) {
    double p = settings.queue().exponent();
    return Math.pow((requests + 1) / slots, p) - Math.pow(1 / slots, p);
  }

  private double bytes() {
    return requestBytes + history.responseBytes();
  }

  private boolean linkLapsed(NodeEstimate estimate) {
    return estimate.link.isBulky((long) bytes()) && estimate.link.bandwidthLapsed(now);
  }

  private double meanRoundTrip(NodeEstimate[] estimates) {
    double sum = 0;
    int known = 0;
    for (NodeEstimate estimate : estimates) {
      if (estimate.link.knowsRoundTrip()) {
        sum += estimate.link.roundTrip();
        known++;
      }
    }
    return known == 0 ? settings.link().unknownRoundTrip().toNanos() : sum / known;
  }

  private double meanBandwidth(NodeEstimate[] estimates) {
    double sum = 0;
    int known = 0;
    for (NodeEstimate estimate : estimates) {
      if (estimate.link.knowsBandwidth()) {
        sum += Math.log(estimate.link.bandwidth());
        known++;
      }
    }
    return known == 0 ? settings.link().unknownBandwidth() / 1e9 : Math.exp(sum / known);
  }

  private static double bestBandwidth(NodeEstimate[] estimates) {
    double best = 0;
    for (NodeEstimate estimate : estimates) {
      if (estimate.link.knowsBandwidth()) {
        best = Math.max(best, estimate.link.bandwidth());
      }
    }
    return best;
  }
}
