package dev.edgewise.core.router;

import dev.edgewise.core.FleetView;
import dev.edgewise.core.Invocation;
import dev.edgewise.core.Needs;
import dev.edgewise.core.NodeView;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The accelerator that a call would rather have. It goes before the preferred tier: a node that has
 * it and is expected in time wins over all that do not have it; among those that have it, and where
 * none of them is expected in time among all, the rules are those of {@link Choice}. Pure.
 */
final class Wish {
  private final String words;
  private final Set<String> granting;
  private final Prediction[] nodes;
  private final Prediction[] having;

  private Wish(String words, Set<String> granting, Prediction[] nodes) {
    this.words = words;
    this.granting = granting;
    this.nodes = nodes;
    this.having =
        Arrays.stream(nodes)
            .filter(node -> granting.contains(node.node().name()))
            .toArray(Prediction[]::new);
  }

  /** A choice, and why. */
  record Granted(Choice choice, String reason) {}

  /**
   * Chooses among the nodes that may run the call, by its wish if it has one.
   *
   * @param nodes at least one
   * @param remaining nanoseconds to the deadline
   */
  static Granted choose(
      Invocation invocation,
      FleetView view,
      Prediction[] nodes,
      Attempt attempt,
      long remaining,
      RouterSettings settings) {
    Optional<Wish> wish = invocation.wish().map(needs -> of(needs, view, nodes));
    Prediction[] having = wish.map(known -> known.having).orElse(nodes);
    if (having.length > 0) {
      Choice choice = Choice.among(having, invocation.method(), remaining, settings);
      if (wish.isEmpty() || Choice.isInTime(choice.node(), remaining, settings)) {
        String reason =
            Reason.of(choice, having, invocation.method(), attempt, remaining, settings);
        return new Granted(choice, wish.map(known -> known.granted(choice, reason)).orElse(reason));
      }
    }
    Choice choice = Choice.among(nodes, invocation.method(), remaining, settings);
    String reason = Reason.of(choice, nodes, invocation.method(), attempt, remaining, settings);
    return new Granted(
        choice, reason + wish.map(known -> known.notGranted(choice, remaining)).orElse(""));
  }

  private static Wish of(Needs needs, FleetView view, Prediction[] nodes) {
    Set<String> granting = new HashSet<>();
    for (NodeView node : view.nodes()) {
      if (needs.metBy(node.accelerators())) {
        granting.add(node.node().name());
      }
    }
    return new Wish(needs.words(), granting, nodes);
  }

  private String granted(Choice choice, String reason) {
    Prediction node = choice.node();
    String text = reason;
    if (having.length == 1 && nodes.length > 1) {
      text =
          node.node().name()
              + ": "
              + Words.time(node.expected())
              + " expected; of the nodes that may run this call only it has "
              + words
              + ", which it would rather have";
    } else {
      text += "; it has " + words + ", which the call would rather have";
    }
    Prediction faster = null;
    for (Prediction other : nodes) {
      if (!granting.contains(other.node().name())
          && other.expected() < node.expected()
          && (faster == null || other.expected() < faster.expected())) {
        faster = other;
      }
    }
    return faster == null
        ? text
        : text
            + " ("
            + faster.node().name()
            + ", without it, would need "
            + Words.time(faster.expected())
            + ")";
  }

  private String notGranted(Choice choice, long remaining) {
    String wished = words + ", which the call would rather have";
    if (having.length == 0) {
      return "; no node that may run it has " + wished;
    }
    if (granting.contains(choice.node().node().name())) {
      return "; it has " + wished;
    }
    Prediction best = having[0];
    for (Prediction other : having) {
      best = other.total() < best.total() ? other : best;
    }
    return "; "
        + best.node().name()
        + " has "
        + wished
        + (best.expected() > remaining
            ? ", but would need " + Words.time(best.expected())
            : ", but is not sure to finish in time");
  }
}
