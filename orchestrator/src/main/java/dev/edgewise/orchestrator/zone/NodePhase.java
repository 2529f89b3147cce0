package dev.edgewise.orchestrator.zone;

import java.util.Locale;

/** Where a zone's node is in its life. */
public enum NodePhase {
  /** Its process was started, or is about to be. */
  STARTING,
  /** It has registered and takes calls. */
  READY,
  /** It is ready, and kept from calls until it is needed. */
  WARM,
  /** It takes no new calls; those that it has end. */
  DRAINING,
  /** It was told to stop. */
  ENDING;

  /** As operators read it: {@code draining}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
