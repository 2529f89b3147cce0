package dev.edgewise.core;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** The router's answer. Refusal is a value. */
public sealed interface Placement {
  /** Why, in a newcomer's words. */
  String reason();

  /**
   * Run the call there.
   *
   * @param node where
   * @param expected when the answer is expected, counted from now; unlike the score, waiting counts
   *     here as long as it lasts
   * @param reason which term decided
   */
  record Run(Node node, Duration expected, String reason) implements Placement {
    public Run {
      requireNonNull(node, "node");
      requireNonNull(expected, "expected");
      requireNonNull(reason, "reason");
    }
  }

  /**
   * No node may run the call.
   *
   * @param code {@code NO_NODE}, or {@code NO_ACCELERATOR} when nothing but an accelerator is
   *     missing
   * @param reason what removed the nodes, and what to do about it
   */
  record Refuse(ErrorCode code, String reason) implements Placement {
    public Refuse {
      requireNonNull(code, "code");
      requireNonNull(reason, "reason");
    }
  }
}
