package dev.edgewise.agent.control;

/** The way to the orchestrator; the seam below which there are sockets. */
public interface Uplink {
  /**
   * Opens a stream. Returns at once; whether the orchestrator can be reached comes out later.
   *
   * @param listener told what happens, never from within this method, one call after the other
   */
  Stream open(Listener listener);

  /** One stream. */
  interface Stream {
    /** Sends a message; it is lost when the stream breaks. Not thread-safe. */
    void send(ToOrchestrator message);

    /** Says that nothing more is sent, and lets go once what was sent has left. */
    void finish();

    /** Lets go at once. */
    void cancel();
  }

  /** Whoever opened a stream. */
  interface Listener {
    /** The orchestrator said something. */
    void heard(FromOrchestrator message);

    /**
     * The stream has ended, or could not be opened; nothing more is heard of it.
     *
     * @param because for people
     */
    void broke(String because);
  }
}
