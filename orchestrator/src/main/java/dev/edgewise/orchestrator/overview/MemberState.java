package dev.edgewise.orchestrator.overview;

import java.util.Locale;

/** What is known of a node, as the orchestrator tells it. */
public enum MemberState {
  /** It holds a lease. */
  ALIVE,
  /** Its stream or lease was lost; a client that reaches it uses it all the same. */
  SUSPECT,
  /** Suspect, but some client reaches it. */
  ISLANDED,
  /** Nobody has reached it for long, or its connections are refused. */
  DEAD,
  /** It said that it stops. */
  LEFT;

  /** As operators read it: {@code alive}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether clients are told of a node in this state. */
  public boolean inView() {
    return this == ALIVE || this == SUSPECT || this == ISLANDED;
  }
}
