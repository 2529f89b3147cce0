package dev.edgewise.core.router;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Candidate;
import dev.edgewise.core.Decision;
import dev.edgewise.core.FleetView;
import dev.edgewise.core.Invocation;
import dev.edgewise.core.NodeView;
import dev.edgewise.core.Placement;
import dev.edgewise.core.Score;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says where a call should run: hard filters first, then predicted completion time. Thread-safe.
 */
public final class Router {
  /** A router that knows what {@code estimates} knows. */
  public Router(RouterSettings settings, Estimates estimates) {
    requireNonNull(settings, "settings");
    requireNonNull(estimates, "estimates");
  }

  /** Places one call. Never blocks, never throws for want of a node: refusal is a value. */
  public Decision place(Invocation invocation, FleetView view, Attempt attempt, long nowNanos) {
    String method = invocation.method().fullName();
    List<Candidate> candidates = new ArrayList<>();
    for (NodeView node : view.nodes()) {
      if (node.methods().contains(method)
          && node.liveness().takesCalls()
          && !node.draining()
          && !attempt.tried().contains(node.node().name())
          && attempt.onlyTier().orElse(node.node().tier()) == node.node().tier()) {
        Score score =
            new Score(
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Optional.empty(),
                Optional.empty(),
                0,
                1);
        candidates.add(new Candidate.Scored(node.node(), score));
      }
    }
    Placement placement =
        candidates.isEmpty()
            ? new Placement.Refuse("no node may run " + method)
            : new Placement.Run(candidates.get(0).node(), Duration.ZERO, "first");
    return new Decision(view.version(), candidates, placement);
  }
}
