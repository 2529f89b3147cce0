package dev.edgewise.orchestrator.fleet;

/** What the keeper says to an agent. All calls come from the keeper's thread, and do not block. */
public interface AgentLink {
  /** The registration is taken. */
  void granted(Lease lease);

  /** The lease is renewed. */
  void renewed(long epoch);

  /** What is wanted of the node. */
  void wanted(Desired desired);

  /** The last word: the stream is to be ended with it. */
  void refused(Refusal refusal);

  /** The agent's last message has been dealt with: the next one may come. */
  void handled();
}
