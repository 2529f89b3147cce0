package dev.edgewise.core.router;

import dev.edgewise.core.CallReport;
import dev.edgewise.core.Load;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One call in flight, and the obligation to say how it ended. Its fields are guarded by {@link
 * Estimates}.
 */
final class OpenCall implements Estimates.InFlight {
  private final Estimates estimates;
  final NodeEstimate node;
  final String method;
  final int requestBytes;
  final long begun;

  /**
   * Predicted completion time in nanoseconds; NaN when too little was known to blame the node for
   * taking longer.
   */
  final double expected;

  /** The service time in that prediction. */
  final double assumed;

  /** Whether the node got this call by the benefit of the doubt. */
  final boolean retry;

  @Nullable OpenCall older;
  @Nullable OpenCall newer;
  boolean ended;

  OpenCall(
      Estimates estimates,
      NodeEstimate node,
      String method,
      int requestBytes,
      long begun,
      ServiceHistory prediction) {
    this.estimates = estimates;
    this.node = node;
    this.method = method;
    this.requestBytes = requestBytes;
    this.begun = begun;
    this.expected = prediction.predicted;
    this.assumed = prediction.assumed;
    this.retry = prediction.doubted;
  }

  @Override
  public void answered(CallReport report, int responseBytes, long nowNanos) {
    estimates.answered(this, report, responseBytes, nowNanos);
  }

  @Override
  public void broke(Optional<Load> load, long nowNanos) {
    estimates.broke(this, load, nowNanos);
  }

  @Override
  public void refused(Optional<Load> load, long nowNanos) {
    estimates.refused(this, load, nowNanos);
  }

  @Override
  public void failed(long nowNanos) {
    estimates.failed(this, nowNanos);
  }

  @Override
  public void abandoned(long nowNanos) {
    estimates.abandoned(this, nowNanos);
  }
}
