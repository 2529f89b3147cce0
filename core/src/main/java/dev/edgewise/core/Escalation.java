package dev.edgewise.core;

import static java.util.Objects.requireNonNull;

/** What a cascade did with the edge's answer. */
public sealed interface Escalation {
  /** The method has no cascade, or the cloud body answered at once. */
  record None() implements Escalation {}

  /**
   * The edge was sure; its answer stands.
   *
   * @param confidence of the edge's answer
   */
  record Sure(double confidence) implements Escalation {}

  /**
   * The edge was unsure; the answer is the cloud's.
   *
   * @param confidence of the edge's answer, which was given up
   * @param edge the node that was unsure
   */
  record Escalated(double confidence, String edge) implements Escalation {
    public Escalated {
      requireNonNull(edge, "edge");
    }
  }

  /**
   * The edge was unsure, but its answer had to stand.
   *
   * @param confidence of the edge's answer
   * @param because why the cloud was not asked, or what became of it
   */
  record Kept(double confidence, String because) implements Escalation {
    public Kept {
      requireNonNull(because, "because");
    }
  }
}
