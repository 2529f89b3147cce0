package dev.edgewise.orchestrator.training;

import static java.util.Objects.requireNonNull;

/** A node that runs ranks. */
final class Trainee {
  private final String node;
  private String zone;
  private int slots;
  private boolean connected;
  private long changed;

  Trainee(String node) {
    this.node = requireNonNull(node, "node");
    this.zone = "";
  }

  String node() {
    return node;
  }

  String zone() {
    return zone;
  }

  int slots() {
    return slots;
  }

  boolean isConnected() {
    return connected;
  }

  /** When it came, or went. */
  long changed() {
    return changed;
  }

  void came(String zone, int slots, Moment now) {
    this.zone = zone;
    this.slots = slots;
    this.connected = true;
    this.changed = now.nanos();
  }

  void went(Moment now) {
    connected = false;
    changed = now.nanos();
  }
}
