package dev.edgewise.core.router;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.CallReport;
import dev.edgewise.core.Load;
import dev.edgewise.core.MethodContract;
import dev.edgewise.core.Node;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What has been learned about the nodes from probes and calls: links, load, service times,
 * failures. Holds no clock: the time of each event comes with it, in nanoseconds of one {@link
 * dev.edgewise.core.Clock}. Thread-safe: one lock, held for microseconds.
 *
 * <p>A node that became slow is left by the evidence of calls, of its load reports and of its
 * silence. It wins its share back because that evidence lapses: after {@link
 * RouterSettings.Service#retryAfter()} without a call it is given the benefit of the doubt and gets
 * one, at most one call in {@link RouterSettings.Service#retryEvery()} being spent so.
 */
public final class Estimates {
  /**
   * With fewer calls than this on a tier, what is expected of a call there is a guess, and no node
   * is blamed for taking longer.
   */
  private static final int EVIDENCE = 3;

  private static final long TRIAL_EVERY = Duration.ofSeconds(1).toNanos();

  private final RouterSettings settings;
  private final Object lock = new Object();
  private final Acquaintance acquaintance;
  private final Map<String, NodeEstimate> nodes = new HashMap<>();
  private final Map<String, MethodHistory> methods = new HashMap<>();
  private long uses;

  /** Nothing is known yet. */
  public Estimates(RouterSettings settings) {
    this.settings = requireNonNull(settings, "settings");
    this.acquaintance = new Acquaintance(settings.queue());
  }

  /** A probe was answered. */
  public void probed(String node, Duration roundTrip, Load load, long nowNanos) {
    requireNonNull(node, "node");
    requireNonNull(roundTrip, "roundTrip");
    requireNonNull(load, "load");
    synchronized (lock) {
      NodeEstimate estimate = node(node);
      if (estimate.load.isOtherLife(load.epoch())) {
        nodes.remove(node);
        NodeEstimate reborn = node(node);
        reborn.tier = estimate.tier;
        estimate = reborn;
      }
      estimate.link.roundTrip((double) roundTrip.toNanos(), nowNanos);
      estimate.reported(load, nowNanos);
    }
  }

  /**
   * Somebody else passes on what a node said of its load. It counts only when it is newer than what
   * is known, and only for the life of the agent that is known: another life shows itself at the
   * next probe.
   *
   * @param observedAtNanos when the node said it, on the clock of all other times
   */
  public void reported(String node, Load load, long observedAtNanos) {
    requireNonNull(node, "node");
    requireNonNull(load, "load");
    synchronized (lock) {
      NodeEstimate estimate = node(node);
      if (!estimate.load.isOtherLife(load.epoch()) && estimate.load.isOlderThan(observedAtNanos)) {
        estimate.relayed(load, observedAtNanos);
      }
    }
  }

  /** A call is about to be sent. Exactly one of the endings of what this returns must be called. */
  public InFlight begin(String node, MethodContract method, int requestBytes, long nowNanos) {
    requireNonNull(node, "node");
    String name = method.fullName();
    synchronized (lock) {
      NodeEstimate estimate = node(node);
      OpenCall call =
          new OpenCall(this, estimate, name, requestBytes, nowNanos, estimate.service(name));
      estimate.service(name).begun(nowNanos);
      method(name).begun(call.retry);
      estimate.open.add(call);
      estimate.lastUse = ++uses;
      return call;
    }
  }

  /**
   * The node is gone, or it was started anew: what was known of its load, its link and its speed no
   * longer holds. What its calls have shown of a method's time on its tier is kept.
   */
  public void forget(String node) {
    requireNonNull(node, "node");
    synchronized (lock) {
      nodes.remove(node);
    }
  }

  void answered(OpenCall call, CallReport report, int responseBytes, long now) {
    synchronized (lock) {
      if (end(call)) {
        NodeEstimate node = call.node;
        double service = report.serviceTime().toNanos();
        double onTheWay = now - call.begun - service - report.queueTime().toNanos();
        node.link.call((long) call.requestBytes + responseBytes, onTheWay, now);
        if (!node.load.isOtherLife(report.load().epoch())) {
          node.reported(report.load(), now);
        }
        node.answered(now);
        node.service(call.method).answered(service, call.retry, call.assumed, now);
        method(call.method).response(responseBytes);
        learn(call, service, now);
      }
    }
  }

  void broke(OpenCall call, Optional<Load> load, long now) {
    synchronized (lock) {
      if (end(call)) {
        NodeEstimate node = call.node;
        if (load.isPresent() && !node.load.isOtherLife(load.get().epoch())) {
          node.reported(load.get(), now);
        }
        node.answered(now);
        node.service(call.method).broke(now);
      }
    }
  }

  /**
   * Whether a node gets a call of a service that is on trial there: a second after the last one.
   */
  boolean isTrialDue(String node, String service, long now) {
    synchronized (lock) {
      NodeEstimate known = nodes.get(node);
      return known == null || known.isIdleFor(service, now, TRIAL_EVERY);
    }
  }

  void refused(OpenCall call, Optional<Load> load, long now) {
    synchronized (lock) {
      if (end(call)) {
        NodeEstimate node = call.node;
        if (load.isPresent() && !node.load.isOtherLife(load.get().epoch())) {
          node.reported(load.get(), now);
        }
        node.load.refused(node.link.roundTrip(), now);
      }
    }
  }

  void failed(OpenCall call, long now) {
    synchronized (lock) {
      if (end(call)) {
        call.node.failures.failed(now);
      }
    }
  }

  void abandoned(OpenCall call, long now) {
    synchronized (lock) {
      if (end(call)) {
        long took = now - call.begun;
        ServiceHistory service = call.node.service(call.method);
        double expected = Double.isNaN(call.expected) ? 0 : call.expected;
        double atLeast = call.assumed + (took - expected);
        // Less than what was expected says nothing: the caller may just have changed its mind.
        if (took > 0
            && atLeast
                > Math.max(
                    call.assumed, service.samples() == 0 ? 0 : service.estimate(call.assumed))) {
          double sample = atLeast * settings.service().unansweredFactor();
          service.unanswered(sample, call.retry, now);
          learn(call, sample, now);
        }
        if (call.node.link.isBulky(call.requestBytes)) {
          call.node.link.bulkyCallWithoutAnswer(now);
        }
      }
    }
  }

  /** Predicts a call on each of the nodes. */
  Prediction[] predict(List<Node> candidates, String method, int requestBytes, long now) {
    synchronized (lock) {
      NodeEstimate[] estimates = new NodeEstimate[candidates.size()];
      ServiceHistory[] services = new ServiceHistory[estimates.length];
      for (int i = 0; i < estimates.length; i++) {
        Node node = candidates.get(i);
        estimates[i] = node(node.name());
        estimates[i].tier = node.tier();
        services[i] = estimates[i].service(method);
      }
      return new Forecast(
              settings,
              method,
              method(method),
              EVIDENCE,
              candidates,
              estimates,
              services,
              requestBytes,
              now)
          .predictions();
    }
  }

  private void learn(OpenCall call, double service, long now) {
    if (call.node.tier != null) {
      MethodHistory history = method(call.method);
      history.ran(call.node.tier, service);
      double mean =
          history.service(call.node.tier, (double) settings.service().unknown().toNanos());
      if (service > 0) {
        call.node.speed.sample(service / mean, now);
      }
    }
  }

  private static boolean end(OpenCall call) {
    if (call.ended) {
      return false;
    }
    call.ended = true;
    call.node.open.remove(call);
    return true;
  }

  private NodeEstimate node(String name) {
    return nodes.computeIfAbsent(name, fresh -> new NodeEstimate(settings, acquaintance));
  }

  private MethodHistory method(String name) {
    return methods.computeIfAbsent(name, fresh -> new MethodHistory(settings.service()));
  }

  /**
   * A call that was sent and has not ended: an obligation to call exactly one ending. Later endings
   * are ignored. Thread-safe.
   */
  public interface InFlight {
    /**
     * The body ran and answered; an exception that the body threw is an answer too.
     *
     * @param report what the node said with its answer
     * @param responseBytes size of the encoded response, ≥ 0
     * @param nowNanos when the answer was here
     */
    void answered(CallReport report, int responseBytes, long nowNanos);

    /**
     * The node is there, but the body is broken: it threw what its method does not declare. Is no
     * evidence of how fast it is there; when it does nothing else for seconds, it raises what
     * failures of the method cost on this node.
     *
     * @param load what the node said with its answer, when it did
     * @param nowNanos when the answer was here
     */
    void broke(Optional<Load> load, long nowNanos);

    /**
     * The node said no at once: no evidence of service time, but of load.
     *
     * @param load what the node said with its refusal, when it did
     * @param nowNanos when the refusal was here
     */
    void refused(Optional<Load> load, long nowNanos);

    /** The node was lost, or broke the call: raises what failures cost it. */
    void failed(long nowNanos);

    /** Cancelled or expired: nothing is known but that it took at least so long. */
    void abandoned(long nowNanos);
  }
}
