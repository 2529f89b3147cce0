package dev.edgewise.orchestrator.fleet;

import java.util.List;

/** Durable state. Used by one thread. */
public interface FleetStore {
  /**
   * What outlived the last process.
   *
   * @throws dev.edgewise.core.EdgewiseException with {@code BAD_STORE}
   */
  StoredFleet load();

  /**
   * Keeps all of {@code changes}, or none of them; when this returns, they survive the end of the
   * process and of the machine.
   *
   * @throws dev.edgewise.core.EdgewiseException with {@code BAD_STORE}
   */
  void commit(List<Change> changes);
}
