package dev.edgewise.core.router;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.CallReport;
import dev.edgewise.core.Load;
import dev.edgewise.core.MethodContract;
import java.time.Duration;
import java.util.Optional;

/**
 * What has been learned about the nodes from probes and calls: links, load, service times,
 * failures. Holds no clock: the time of each event comes with it, in nanoseconds of one {@link
 * dev.edgewise.core.Clock}. Thread-safe.
 */
public final class Estimates {
  /** Nothing is known yet. */
  public Estimates(RouterSettings settings) {
    requireNonNull(settings, "settings");
  }

  /** A probe was answered. */
  public void probed(String node, Duration roundTrip, Load load, long nowNanos) {
    requireNonNull(node, "node");
    requireNonNull(roundTrip, "roundTrip");
    requireNonNull(load, "load");
  }

  /** A call is about to be sent. Exactly one of the endings of what this returns must be called. */
  public InFlight begin(String node, MethodContract method, int requestBytes, long nowNanos) {
    requireNonNull(node, "node");
    requireNonNull(method, "method");
    return new InFlight() {
      @Override
      public void answered(CallReport report, int responseBytes, long nowNanos) {}

      @Override
      public void refused(Optional<Load> load, long nowNanos) {}

      @Override
      public void failed(long nowNanos) {}

      @Override
      public void abandoned(long nowNanos) {}
    };
  }

  /**
   * The node is gone, or it was started anew: what was known of its load and link no longer holds.
   */
  public void forget(String node) {
    requireNonNull(node, "node");
  }

  /**
   * A call that was sent and has not ended: an obligation to call exactly one ending. Later endings
   * are ignored. Thread-safe.
   */
  public interface InFlight {
    /** The body ran and answered; an exception that the body threw is an answer too. */
    void answered(CallReport report, int responseBytes, long nowNanos);

    /** The node said no at once: no evidence of service time, but of load. */
    void refused(Optional<Load> load, long nowNanos);

    /** The node was lost, or broke the call: raises its penalty. */
    void failed(long nowNanos);

    /** Cancelled or expired: nothing is known but that it took at least so long. */
    void abandoned(long nowNanos);
  }
}
