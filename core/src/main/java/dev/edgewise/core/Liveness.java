package dev.edgewise.core;

/** What is known of a node. */
public enum Liveness {
  /** Named, but not yet described and warmed: it gets no calls. */
  JOINING,
  /** Its last probe was answered in time. */
  ALIVE,
  /**
   * Has not answered for a while (3 s by default): it gets no new calls, and idempotent ones that
   * run there are sent elsewhere.
   */
  SUSPECT,
  /** Silent towards the orchestrator, but it answers this caller: it gets calls. */
  ISLANDED,
  /** Connections to it are refused or have broken. */
  DEAD;

  /** Returns whether a node in this state may be given calls. */
  public boolean takesCalls() {
    return this == ALIVE || this == ISLANDED;
  }
}
