package dev.edgewise.lab.scale;

/** A rule that says how many nodes a zone should have. Has state; for one run. */
interface Policy {
  /** Seconds between two questions. */
  double period();

  /** Whether it is asked at once when a call finds no node, ready or starting. */
  boolean wakes();

  /** How many nodes are wanted, without those that drain. */
  int wanted(Seen seen);
}
