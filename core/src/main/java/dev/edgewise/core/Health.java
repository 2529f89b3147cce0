package dev.edgewise.core;

import static java.util.Objects.requireNonNull;

/** How a body says it feels. */
public sealed interface Health {
  /** All is well. */
  record Healthy() implements Health {}

  /**
   * Something is wrong; the host takes the body's methods out of service until it is healthy again.
   *
   * @param because for people
   */
  record Unhealthy(String because) implements Health {
    public Unhealthy {
      requireNonNull(because, "because");
    }
  }

  /** A body that implements this is asked before its node is ready, and every few seconds after. */
  interface Checked {
    /** Answers quickly and from memory. An exception counts as unhealthy. */
    Health health();
  }
}
