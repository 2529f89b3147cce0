package dev.edgewise.annotations;

/** When two answers of a method say the same, for a cache that checks its own similar hits. */
public enum Sameness {
  /** All of both is equal. */
  EQUAL,
  /** Their texts are equal, letter case, spaces and punctuation aside. */
  TEXT,
  /** The first elements of their lists are equal: the best of a search, the top class. */
  FIRST
}
