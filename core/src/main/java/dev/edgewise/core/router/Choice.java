package dev.edgewise.core.router;

import dev.edgewise.annotations.Tier;
import dev.edgewise.core.MethodContract;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which of the nodes that may run a call gets it. The tier of the method's tag is preferred: it is
 * left only when none of its nodes is expected to finish within the deadline and one of the other
 * tier is. A cascade prefers the edge, and goes to the cloud at once when no edge node is expected
 * in time. Pure; without randomness, ties spread over the nodes by use.
 *
 * @param node the node that gets the call
 * @param why which rule decided
 * @param rival the best of those that lost by that rule, when there is one
 */
record Choice(Prediction node, Why why, @Nullable Prediction rival) {
  /** Which rule decided. */
  enum Why {
    /** No other node may run the call. */
    ONLY,
    /** It has the best score. */
    BEST,
    /** Its score is as good as the best, and fewer calls of this caller run there. */
    EQUAL_LESS_BUSY,
    /** Its score is as good as the best, and it was used longer ago. */
    EQUAL_LONGER_UNUSED,
    /** Its score is as good as the best, and its name comes first. */
    EQUAL_BY_NAME,
    /** The preferred tier has nodes, but none is expected in time. */
    TIER_LEFT,
    /** Nobody is expected in time. */
    SOONEST
  }

  /**
   * Chooses among at least one node.
   *
   * @param remaining nanoseconds to the deadline
   */
  static Choice among(
      Prediction[] nodes, MethodContract method, long remaining, RouterSettings settings) {
    Tier preferred = method.cascade().isPresent() ? Tier.EDGE : method.preferredTier();
    Selection inTime = new Selection(nodes, settings, node -> isInTime(node, remaining, settings));
    Choice choice = inTime.best(preferred);
    if (choice != null) {
      return choice;
    }
    Selection all = new Selection(nodes, settings, node -> true);
    Choice abandoned = all.best(preferred);
    Choice other = inTime.best(otherThan(preferred));
    if (other == null && method.cascade().isPresent()) {
      other = all.best(Tier.CLOUD);
    }
    if (other != null) {
      return abandoned == null ? other : new Choice(other.node, Why.TIER_LEFT, abandoned.node);
    }
    Choice soonest = all.best(null);
    if (soonest == null) {
      throw new IllegalArgumentException("nodes: none (expected: at least one)");
    }
    return new Choice(soonest.node, Why.SOONEST, soonest.rival);
  }

  static boolean isInTime(Prediction node, long remaining, RouterSettings settings) {
    return node.isSoonEnough(remaining, settings)
        && node.failures() < settings.failures().doubtFrom();
  }

  private static Tier otherThan(Tier tier) {
    return tier == Tier.EDGE ? Tier.CLOUD : Tier.EDGE;
  }

  /** Those of the nodes that pass a condition. */
  private static final class Selection {
    private final Prediction[] nodes;
    private final RouterSettings settings;
    private final Predicate<Prediction> condition;

    Selection(Prediction[] nodes, RouterSettings settings, Predicate<Prediction> condition) {
      this.nodes = nodes;
      this.settings = settings;
      this.condition = condition;
    }

    /** The best node of a tier, or of all; null when there is none. */
    @Nullable Choice best(@Nullable Tier tier) {
      double least = Double.POSITIVE_INFINITY;
      for (Prediction node : nodes) {
        if (isIn(node, tier)) {
          least = Math.min(least, node.total());
        }
      }
      double equal =
          least + Math.max(least * settings.tieTolerance(), (double) settings.tieFloor().toNanos());
      Prediction chosen = null;
      for (Prediction node : nodes) {
        if (isIn(node, tier)
            && node.total() <= equal
            && (chosen == null || rank(node, chosen) < 0)) {
          chosen = node;
        }
      }
      if (chosen == null) {
        return null;
      }
      Prediction rival = null;
      for (Prediction node : nodes) {
        if (!node.isOn(chosen.node())
            && isIn(node, tier)
            && (rival == null || node.total() < rival.total())) {
          rival = node;
        }
      }
      return new Choice(chosen, why(chosen, rival, equal), rival);
    }

    private boolean isIn(Prediction node, @Nullable Tier tier) {
      return (tier == null || node.node().tier() == tier) && condition.test(node);
    }

    private static Why why(Prediction chosen, @Nullable Prediction rival, double equal) {
      if (rival == null) {
        return Why.ONLY;
      }
      if (rival.total() > equal) {
        return Why.BEST;
      }
      if (chosen.own() != rival.own()) {
        return Why.EQUAL_LESS_BUSY;
      }
      return chosen.lastUse() != rival.lastUse() ? Why.EQUAL_LONGER_UNUSED : Why.EQUAL_BY_NAME;
    }

    private static int rank(Prediction a, Prediction b) {
      if (a.own() != b.own()) {
        return Integer.compare(a.own(), b.own());
      }
      if (a.lastUse() != b.lastUse()) {
        return Long.compare(a.lastUse(), b.lastUse());
      }
      return a.node().name().compareTo(b.node().name());
    }
  }
}
