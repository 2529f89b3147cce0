package dev.edgewise.lab.scale;

/** A node of the simulated zone. */
final class Node {
  final double started;
  final double readyAt;
  boolean ready;
  boolean draining;
  int busy;

  Node(double started, double readyAt) {
    this.started = started;
    this.readyAt = readyAt;
  }
}
