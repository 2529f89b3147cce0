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
 * <p>Where calls of the method run in batches ({@link LaneEstimate}):
 *
 * <pre>
 *   queue    = wait until the batch begins + loading + overdue
 *   service  = what the call adds to that batch: ℓ(n + 1) − ℓ(n), or ℓ(1) when it opens one
 * </pre>
 *
 * <p>So a call goes where it costs the fleet least as long as it comes in time: joining a batch
 * that is about to leave is cheaper than opening one on an idle node. What is held against the
 * deadline is the wait and the whole batch.
 *
 * <p>level: how much the node has failed lately, or the method there, whichever is more; rif: calls
 * at the node as {@link LoadEstimate} sees them; k: its slots; s̄: the mean service time that it
 * reports; S: the method's mean on the tier; ρ: {@link SpeedRatio}; n: calls of this method on this
 * node. What the queue term would charge at an idle node is taken off, so that an idle node costs
 * no waiting. The shape is that of C3 (Suresh et al., NSDI 2015) with a network term and estimates
 * per method; left out, because they change nothing in fleets of up to some dozens of nodes: the
 * spread of the estimates, the number of other callers, a guard against queues in the link. Used
 * under the lock of {@link Estimates}, for one placement.
 */
final class Forecast {
  private final RouterSettings settings;
  private final String method;
  private final MethodHistory history;
  private final int evidence;
  private final List<Node> nodes;
  private final NodeEstimate[] estimates;
  private final ServiceHistory[] services;
  private final double bytes;
  private final boolean mayRetry;
  private final long now;
  private double usualRoundTrip;
  private double usualBandwidth;
  private double bestBandwidth;
  private double bestOnEdge = Double.NaN;
  private double bestOnCloud = Double.NaN;

  /**
   * Looks at what is known of all nodes together.
   *
   * @param evidence calls on a tier without which no prediction for it counts as one
   */
  Forecast(
      RouterSettings settings,
      String method,
      MethodHistory history,
      int evidence,
      List<Node> nodes,
      NodeEstimate[] estimates,
      ServiceHistory[] services,
      int requestBytes,
      long now) {
    this.settings = settings;
    this.method = method;
    this.history = history;
    this.evidence = evidence;
    this.nodes = nodes;
    this.estimates = estimates;
    this.services = services;
    this.bytes = requestBytes + history.responseBytes();
    this.mayRetry = history.mayRetry();
    this.now = now;
    lookAtLinks();
    lookAtServices();
  }

  /** Predictions, in the order of the nodes. */
  Prediction[] predictions() {
    Prediction[] predictions = new Prediction[estimates.length];
    for (int i = 0; i < estimates.length; i++) {
      predictions[i] = predict(nodes.get(i), estimates[i], services[i]);
    }
    return predictions;
  }

  private Prediction predict(Node node, NodeEstimate estimate, ServiceHistory service) {
    LinkEstimate link = estimate.link;
    boolean retryLink = mayRetry && link.isBulky((long) bytes) && link.bandwidthLapsed(now);
    boolean retryService = mayRetry && service.lapsed(now);
    double roundTrip = link.knowsRoundTrip() ? link.roundTrip() : usualRoundTrip;
    double transfer = bytes / bandwidth(link, retryLink);
    double time = believed(node.tier(), estimate, service, retryService);

    double requests = estimate.load.requestsInFlight(estimate.open, now);
    double meanService = estimate.load.meanService() > 0 ? estimate.load.meanService() : time;
    double overdue = estimate.overdue(now);
    double queue = overdue + meanService * convex(requests, estimate.slots(now));
    int slots = estimate.load.slots();
    double waiting = overdue + meanService * Math.max(0, requests + 1 - slots) / slots;
    double cost = time;
    double run = time;
    int joins = 0;
    LaneEstimate lane = estimate.load.lane(method);
    double loading = lane == null ? 0 : lane.loading(now);
    LaneEstimate.Meets meets = lane == null ? null : lane.meets(estimate.open, method, now);
    if (meets != null) {
      // Its place is in a lane, not in a slot; a lane that has learned nothing costs as before.
      queue = overdue + meets.startsIn();
      waiting = queue;
      cost = meets.cost() > 0 ? meets.cost() : time;
      run = meets.batch() > 0 ? meets.batch() : time;
      joins = meets.joins();
    }
    queue += loading;
    waiting += loading;

    RouterSettings.Failures failures = settings.failures();
    double level = estimate.failures.level(now);
    double sum = roundTrip + transfer + queue + cost;
    double here = Math.max(level, service.failures.level(now));
    double failing = failures.factor() * here * Math.max(sum, (double) failures.floor().toNanos());

    boolean guess = history.samples(node.tier()) < evidence;
    service.predicted = guess ? Double.NaN : roundTrip + transfer + waiting + run;
    service.assumed = time;
    service.doubted = retryLink || retryService;
    return new Prediction(
        node,
        roundTrip,
        transfer,
        queue,
        waiting,
        cost,
        run,
        loading,
        joins,
        failing,
        0,
        level,
        estimate.open.count(),
        estimate.lastUse,
        service.samples(),
        estimate.load.isKnown() ? Math.max(0, estimate.load.age(now)) : -1,
        link.knowsRoundTrip() ? Math.max(0, link.age(now)) : -1,
        estimate.load.draining());
  }

  private double bandwidth(LinkEstimate link, boolean retry) {
    double known = link.knowsBandwidth() ? link.bandwidth() : usualBandwidth;
    return retry ? Math.max(known, bestBandwidth / settings.service().benefitOfDoubt()) : known;
  }

  /** The service time, with the benefit of the doubt where it is due. */
  private double believed(Tier tier, NodeEstimate estimate, ServiceHistory service, boolean retry) {
    double measured = measured(tier, estimate, service);
    double best = tier == Tier.EDGE ? bestOnEdge : bestOnCloud;
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

  private double measured(Tier tier, NodeEstimate estimate, ServiceHistory service) {
    return service.estimate(prior(tier, estimate) * estimate.speed.ratio());
  }

  private double convex(double requests, double slots) {
    double p = settings.queue().exponent();
    return Math.pow((requests + 1) / slots, p) - Math.pow(1 / slots, p);
  }

  /** A node that was never measured is taken to have a way like the others. */
  private void lookAtLinks() {
    double roundTrips = 0;
    int withRoundTrip = 0;
    double logBandwidths = 0;
    int withBandwidth = 0;
    for (NodeEstimate estimate : estimates) {
      if (estimate.link.knowsRoundTrip()) {
        roundTrips += estimate.link.roundTrip();
        withRoundTrip++;
      }
      if (estimate.link.knowsBandwidth()) {
        double bandwidth = estimate.link.bandwidth();
        logBandwidths += Math.log(bandwidth);
        withBandwidth++;
        bestBandwidth = Math.max(bestBandwidth, bandwidth);
      }
    }
    RouterSettings.Link link = settings.link();
    usualRoundTrip =
        withRoundTrip == 0 ? link.unknownRoundTrip().toNanos() : roundTrips / withRoundTrip;
    usualBandwidth =
        withBandwidth == 0
            ? link.unknownBandwidth() / 1e9
            : Math.exp(logBandwidths / withBandwidth);
  }

  /** Finds the shortest service time of each tier that was measured and has not lapsed. */
  private void lookAtServices() {
    for (int i = 0; i < estimates.length; i++) {
      if (services[i].samples() > 0 && !services[i].lapsed(now)) {
        Tier tier = nodes.get(i).tier();
        double time = measured(tier, estimates[i], services[i]);
        if (tier == Tier.EDGE) {
          bestOnEdge = Double.isNaN(bestOnEdge) ? time : Math.min(bestOnEdge, time);
        } else {
          bestOnCloud = Double.isNaN(bestOnCloud) ? time : Math.min(bestOnCloud, time);
        }
      }
    }
  }
}
