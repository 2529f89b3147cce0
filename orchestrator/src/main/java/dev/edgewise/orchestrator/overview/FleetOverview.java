package dev.edgewise.orchestrator.overview;

import java.util.Optional;

/** What operators see of the fleet, and what they can do to it. Thread-safe. */
public interface FleetOverview {
  /** The fleet now. A copy; costs a microsecond or two for each node. */
  FleetSnapshot snapshot();

  /**
   * Asks a node to take no new calls, or to take them again. Returns when that is stored; the node
   * itself says later that it does so ({@link MemberStatus.Drain#applied}). May block for as long
   * as a disk may.
   *
   * @return the node's status after that; empty when there is no such node
   * @throws dev.edgewise.core.EdgewiseException when it could not be stored
   */
  Optional<MemberStatus> drain(String node, boolean drain);

  /**
   * Puts a service under quarantine on a node until somebody releases it, or releases it, whoever
   * put it there. Returns when that is stored. May block for as long as a disk may.
   *
   * @param service full name
   * @param why for people; may be empty
   * @return the node's status after that; empty when there is no such node
   * @throws dev.edgewise.core.EdgewiseException when it could not be stored
   */
  Optional<MemberStatus> quarantine(String node, String service, boolean hold, String why);

  /**
   * Asks that a node take no calls until {@link #drain} says otherwise; one that has not registered
   * yet takes none from its registration on. Returns at once.
   */
  void standBy(String node);

  /**
   * The process of a node is over, as whoever started it knows: it leaves all views at once, and
   * what was asked of it is forgotten. Another that registers with its name later is a new one.
   * Returns at once.
   *
   * @param because for people
   */
  void ended(String node, String because);

  /**
   * Calls {@code listener} whenever something has changed that clients are told of at once, and
   * each second for loads. It is called by the thread that keeps the fleet, and must only take
   * note.
   */
  Subscription listen(Runnable listener);

  /** Ends with {@link #close}. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
