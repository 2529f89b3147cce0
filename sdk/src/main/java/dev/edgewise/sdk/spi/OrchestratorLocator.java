package dev.edgewise.sdk.spi;

/**
 * Knows where the orchestrator is now, for addresses of one scheme such as {@code
 * consul://host:8500}; found as a service. It is told of changes, and never asks again and again.
 *
 * <p>A place that cannot be found any more is no reason to leave the orchestrator that was found
 * before: whoever listens goes on with the last place.
 */
public interface OrchestratorLocator extends Integration {
  /**
   * Begins to watch, on threads of its own, and goes on until the watch is closed, whatever goes
   * wrong meanwhile.
   *
   * @param address with its scheme, as a user wrote it
   * @param listener told at least once, perhaps before this returns
   * @throws IllegalArgumentException when the address cannot be read; the message says what was
   *     expected
   */
  Watch watch(String address, Listener listener);

  /** A watch that goes on. */
  interface Watch extends AutoCloseable {
    /** Ends the watch; the listener may hear one thing more. */
    @Override
    void close();
  }

  /** Learns where the orchestrator is. Called by one thread at a time, and must not block it. */
  interface Listener {
    /**
     * It is there; told again only when that has changed, or after {@link #lost}.
     *
     * @param address {@code host:port}, IPv6 addresses in brackets
     */
    void found(String address);

    /**
     * Where it is cannot be told now.
     *
     * @param because for people
     */
    void lost(String because);
  }
}
