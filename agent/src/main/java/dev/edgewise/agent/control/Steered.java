package dev.edgewise.agent.control;

import dev.edgewise.core.Load;

/** The node that a {@link LeaseKeeper} speaks for. Thread-safe; nothing here may block. */
public interface Steered {
  /** What it offers now. */
  Offer offer();

  /** How busy it is now. */
  Load load();

  /** How serving goes on it. */
  Serving serving();

  /** Makes it take no new calls, or take them again. */
  void drain(boolean drain);
}
