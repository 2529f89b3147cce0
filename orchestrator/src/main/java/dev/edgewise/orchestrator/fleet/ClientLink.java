package dev.edgewise.orchestrator.fleet;

/** What the keeper says to a client. All calls come from the keeper's thread, and do not block. */
public interface ClientLink {
  /** Whether a message sent now would go out, rather than wait for those before it. */
  boolean isReady();

  /**
   * Sends a view or a delta.
   *
   * @param now in the time of {@link NodeEntry#loadAt}
   */
  void view(ViewMessage message, long now);

  /** The last word: the stream is to be ended with it. */
  void refused(Refusal refusal);

  /** The client's last message has been dealt with: the next one may come. */
  void handled();
}
