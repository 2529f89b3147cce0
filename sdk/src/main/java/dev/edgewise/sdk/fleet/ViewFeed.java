package dev.edgewise.sdk.fleet;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Sighting;
import java.time.Duration;
import java.util.List;

/**
 * The seam between a client and its orchestrator: views down, what the client saw up. Never in the
 * path of a call. Implementations keep themselves connected, and call back on threads of their own,
 * never from within the call that started something. Thread-safe.
 */
public interface ViewFeed extends AutoCloseable {
  /** Where the orchestrator is, for people. */
  String address();

  /** Begins to connect, and goes on until it is closed. To be called once. */
  void start(Listener listener);

  /** Whether something that is told now would be sent at once. */
  boolean isReady();

  /** Tells how the client fares with each node; dropped when it cannot be sent now. */
  void tell(List<Sighting> sightings);

  /** Tells what calls came to; dropped when it cannot be sent now. */
  void tell(Traffic traffic);

  /**
   * Asks for a node of a zone, for calls that wait for one or will come.
   *
   * @param method full name of one that they are of
   * @param waiting how many calls wait, at least 1
   * @return whether it could be sent now; what comes of it is told to the listener
   */
  boolean wake(String zone, String method, int waiting);

  /** Sends what is under way, for at most a second, and disconnects. */
  @Override
  void close();

  /** Learns what the orchestrator says. Called by one thread at a time. */
  interface Listener {
    /** The connection stands; the first view is still to come. */
    void connected();

    /**
     * The view as it is now: told whenever something came from the orchestrator, also when nothing
     * has changed.
     */
    void view(OrchestratorView view);

    /**
     * A zone that was asked for is being started, or was already.
     *
     * @param expected when its first node is expected to take calls, counted from now
     */
    void starting(String zone, Duration expected);

    /**
     * A zone that was asked for is not started.
     *
     * @param because for people
     * @param retryAfter when it is worth asking again; zero when nobody knows
     */
    void notStarted(String zone, String because, Duration retryAfter);

    /**
     * There is no connection: it broke, could not be made, or the orchestrator fell silent.
     *
     * @param because for people
     */
    void disconnected(String because);

    /**
     * The orchestrator will have nothing to do with this client; trying again soon is no use.
     *
     * @param message for people: what, why, and what to do
     */
    void refused(ErrorCode code, String message);
  }
}
