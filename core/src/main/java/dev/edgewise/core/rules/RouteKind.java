package dev.edgewise.core.rules;

import java.util.Locale;

/** What a rule about nodes does with one. */
public enum RouteKind {
  /** Nodes that do not meet the condition are out of the running. */
  ONLY,
  /** Nodes that meet the condition are out of the running. */
  AVOID,
  /** The score of nodes that meet the condition is multiplied. */
  WEIGHT;

  /** As it is written in a file of rules. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
