package dev.edgewise.bench.load;

/** What became of a call. */
public enum Answer {
  /** A result came. */
  COMPLETED,
  /** The service said no, because of its load or the deadline. */
  REFUSED,
  /** The service broke, or the result was wrong. */
  FAILED
}
