package dev.edgewise.core.router;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.Candidate;
import dev.edgewise.core.Decision;
import dev.edgewise.core.FleetView;
import dev.edgewise.core.Invocation;
import dev.edgewise.core.Node;
import dev.edgewise.core.NodeView;
import dev.edgewise.core.Placement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Says where a call should run: hard filters first, then the predicted completion time on each node
 * that is left, then the rules of the accelerator that is wished for and of the preferred tier.
 * Looks at every node of the view, so views are to be kept to some dozens of nodes. Thread-safe;
 * never blocks for longer than the lock of {@link Estimates} is held.
 */
public final class Router {
  private static final Comparator<Prediction> BY_SCORE =
      Comparator.comparingDouble(Prediction::total)
          .thenComparing(prediction -> prediction.node().name());

  private static final String PASSED_OVER =
      "; its service is under quarantine, and no other node is left";

  private final RouterSettings settings;
  private final Estimates estimates;

  /** A router that knows what {@code estimates} knows. */
  public Router(RouterSettings settings, Estimates estimates) {
    this.settings = requireNonNull(settings, "settings");
    this.estimates = requireNonNull(estimates, "estimates");
  }

  /**
   * Places one call. Want of a node is no error but a {@link Placement.Refuse}.
   *
   * @param invocation the call
   * @param view the nodes
   * @param attempt what this placement is bound to
   * @param nowNanos the time, on the clock of the invocation's deadline and of the estimates
   */
  public Decision place(Invocation invocation, FleetView view, Attempt attempt, long nowNanos) {
    String method = invocation.method().fullName();
    Eligibility rules = new Eligibility(invocation, attempt, method, estimates, nowNanos);
    List<Node> allowed = new ArrayList<>(view.nodes().size());
    List<Candidate> removed = new ArrayList<>();
    Map<Candidate, Node> lastResort = new LinkedHashMap<>();
    for (NodeView node : view.nodes()) {
      Candidate.Removed verdict = rules.removes(node);
      if (verdict == null) {
        allowed.add(node.node());
      } else {
        removed.add(verdict);
        if (rules.isLastResort(node, verdict)) {
          lastResort.put(verdict, node.node());
        }
      }
    }
    Prediction[] nodes =
        takeCalls(estimates.predict(allowed, method, invocation.requestBytes(), nowNanos), removed);
    boolean passedOver = nodes.length == 0 && !lastResort.isEmpty();
    if (passedOver) {
      removed.removeAll(lastResort.keySet());
      allowed = List.copyOf(lastResort.values());
      nodes =
          takeCalls(
              estimates.predict(allowed, method, invocation.requestBytes(), nowNanos), removed);
    }
    if (nodes.length == 0) {
      return new Decision(view.version(), removed, Refusal.of(invocation, method, view, removed));
    }
    for (int i = 0; attempt.isRuled() && i < nodes.length; i++) {
      nodes[i] = nodes[i].ruled(attempt.rules().of(nodes[i].node()).factor());
    }
    long remaining = invocation.deadlineNanos() - nowNanos;
    Wish.Granted granted = Wish.choose(invocation, view, nodes, attempt, remaining, settings);
    Choice choice = granted.choice();
    Arrays.sort(nodes, BY_SCORE);
    List<Candidate> candidates = new ArrayList<>(view.nodes().size());
    for (Prediction node : nodes) {
      candidates.add(new Candidate.Scored(node.node(), node.toScore()));
    }
    candidates.addAll(removed);
    return new Decision(
        view.version(),
        candidates,
        new Placement.Run(
            choice.node().node(),
            Prediction.nanos(choice.node().expected()),
            granted.reason() + (passedOver ? PASSED_OVER : "")));
  }

  /** A node's own report that it is stopping is newer than the view. */
  private static Prediction[] takeCalls(Prediction[] predictions, List<Candidate> removed) {
    int kept = 0;
    for (Prediction prediction : predictions) {
      if (prediction.draining()) {
        removed.add(Eligibility.draining(prediction.node()));
      } else {
        predictions[kept++] = prediction;
      }
    }
    return kept == predictions.length ? predictions : Arrays.copyOf(predictions, kept);
  }
}
