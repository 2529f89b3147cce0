package dev.edgewise.serving.cache.semantic;

import dev.edgewise.serving.cache.store.Key;
import java.util.List;

/** Finds the questions whose points lie near another. Thread-safe. */
interface PointIndex {
  /**
   * A question that is near.
   *
   * @param similarity cosine of both points
   */
  record Near(Question question, double similarity) {}

  /** Takes a question in, instead of one with the same key. */
  void put(Question question, float[] point);

  /** Forgets one. */
  void remove(Key key);

  /**
   * The nearest, nearest first.
   *
   * @param point of length 1
   * @param least cosine of what is returned
   * @param most how many
   */
  List<Near> nearest(float[] point, double least, int most);

  /** How many it has. */
  int size();
}
