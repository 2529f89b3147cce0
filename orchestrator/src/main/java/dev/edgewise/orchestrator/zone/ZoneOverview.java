package dev.edgewise.orchestrator.zone;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What operators see of the zones, and what they can do to them. Thread-safe. */
public interface ZoneOverview {
  /** All zones, by name. */
  List<ZoneStatus> statuses();

  /**
   * Keeps a zone at a number of nodes, whatever the scaler says, and lifts a quarantine.
   *
   * @param nodes 0 to the zone's max
   * @param time for how long; empty until it is released
   * @return its status after that; empty when there is no such zone
   * @throws dev.edgewise.core.EdgewiseException with {@code NOT_ACCEPTED} when {@code nodes} is
   *     beyond the zone's max
   */
  Optional<ZoneStatus> hold(String zone, int nodes, Optional<Duration> time);

  /** Lets the scaler decide again; lifts a quarantine too. Empty when there is no such zone. */
  Optional<ZoneStatus> release(String zone);

  /** Hands over what is done with zones from now on; the listener must only take note. */
  Subscription listen(Consumer<ZoneEvent> listener);

  /** Ends with {@link #close}. */
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /** A fleet without zones of its own. */
  static ZoneOverview none() {
    return NoZones.INSTANCE;
  }
}
