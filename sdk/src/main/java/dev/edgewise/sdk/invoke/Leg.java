package dev.edgewise.sdk.invoke;

import dev.edgewise.core.CallReport;
import dev.edgewise.core.Decision;
import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Node;
import dev.edgewise.core.router.Estimates;
import dev.edgewise.sdk.link.Link;
import dev.edgewise.sdk.link.Reply;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that was sent and has not been answered.
 *
 * @param number of the call's legs, from 1: a node may have more than one of them
 * @param kind why it was placed
 * @param decision that placed it
 * @param node where it went
 * @param sent when, on the invoker's clock
 * @param inFlight what the estimates wait for
 * @param exchange to give it up with; null until the transport has returned it
 */
record Leg(
    int number,
    CallRecord.StepKind kind,
    Decision decision,
    Node node,
    long sent,
    Estimates.InFlight inFlight,
    Link.@Nullable Exchange exchange) {
  /** The same, now that the transport has returned what gives it up. */
  Leg with(Link.Exchange started) {
    return new Leg(number, kind, decision, node, sent, inFlight, started);
  }

  /** It was answered; nodes that are no Edgewise agents say nothing of themselves. */
  void answered(Optional<CallReport> report, int responseBytes, long now) {
    if (report.isPresent()) {
      inFlight.answered(report.get(), responseBytes, now);
    } else {
      inFlight.abandoned(now);
    }
  }

  /** It was answered with a failure, which may be the fault of this node. */
  void failed(Reply.Failed reply, long now) {
    if (reply.nodesFault().isPresent()) {
      inFlight.broke(reply.report().map(CallReport::load), now);
    } else {
      answered(reply.report(), 0, now);
    }
  }

  /** It was not taken: a node that says no is no worse for it, one that cannot be reached is. */
  void notRun(Reply.NotRun reply, long now) {
    if (reply.code() == ErrorCode.NODE_LOST) {
      inFlight.failed(now);
    } else {
      inFlight.refused(reply.load(), now);
    }
  }
}
