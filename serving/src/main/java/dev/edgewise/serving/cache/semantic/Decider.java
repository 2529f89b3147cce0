package dev.edgewise.serving.cache.semantic;

import dev.edgewise.serving.cache.store.Key;
import java.util.OptionalDouble;

/**
 * Whether the answer to a near question is served, and what is learned of that. Not thread-safe:
 * its pool locks.
 */
sealed interface Decider permits ByThreshold, ByBudget {
  /**
   * Decides on a question that no guard objects to, at or above the threshold.
   *
   * @return a hit, something to explore, or why neither
   */
  Found decide(Key key, double similarity);

  /** Takes what came out. */
  void learn(Key key, double similarity, boolean right, Check check);

  Watch watch();

  /** From where on it serves now; empty while it does not. */
  OptionalDouble threshold();

  /** How it stands, for operators. */
  String why();

  void save(Ledger.Writer out);

  void load(Ledger.Reader in);
}
