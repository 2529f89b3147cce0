package dev.edgewise.sdk.fleet;

import dev.edgewise.core.ErrorCode;
import dev.edgewise.core.Sighting;
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
