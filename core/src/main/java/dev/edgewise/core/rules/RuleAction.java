package dev.edgewise.core.rules;

import static java.util.Objects.requireNonNull;

/** What a rule does when its condition is met. */
public sealed interface RuleAction {
  /** One word for people and the wire: {@code refuse}, {@code only}, and so on. */
  String word();

  /**
   * Before: the call is not made. After: its answer is not given.
   *
   * @param message what the caller reads
   */
  record Refuse(String message) implements RuleAction {
    public Refuse {
      requireNonNull(message, "message");
    }

    @Override
    public String word() {
      return "refuse";
    }
  }

  /**
   * The heavier body is asked. Before: at once. After: when the edge has answered; where it cannot
   * be asked the edge's answer stands, as in a cascade.
   */
  record Escalate() implements RuleAction {
    @Override
    public String word() {
      return "escalate";
    }
  }

  /**
   * The answer must not be given: the heavier body is asked, and what it answers is held to the
   * same rule. Where it cannot be asked, or breaks the rule too, the call ends with an error.
   */
  record Repair() implements RuleAction {
    @Override
    public String word() {
      return "repair";
    }
  }

  /**
   * Says where the call may run.
   *
   * @param kind what becomes of a node
   * @param node a condition that is asked for each node
   * @param factor for {@link RouteKind#WEIGHT}: what the score is multiplied by, 1 to {@value
   *     #MOST_FACTOR}; 1 for the others
   */
  record Route(RouteKind kind, String node, double factor) implements RuleAction {
    /** The largest factor. */
    public static final double MOST_FACTOR = 1_000;

    public Route {
      requireNonNull(kind, "kind");
      requireNonNull(node, "node");
      if (!(factor >= 1 && factor <= MOST_FACTOR)) {
        throw new IllegalArgumentException("factor: " + factor + " (expected: 1 to 1000)");
      }
    }

    @Override
    public String word() {
      return kind.word();
    }
  }
}
